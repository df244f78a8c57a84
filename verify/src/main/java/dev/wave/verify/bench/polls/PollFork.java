package dev.wave.verify.bench.polls;

import dev.wave.threads.preempt.Preemption;
import dev.wave.verify.bench.polls.KernelLoader.Variant;
import dev.wave.verify.bench.polls.kernels.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * One JVM of the measurement: prices kernels, given by their places in {@link PollCase#ALL}, and prints a line for each
 * with the nanoseconds of CPU time per run, first without polls, then of the variant in question.
 *
 * <p>The two take turns in slices of a few milliseconds; of the slices' means the lower quartile counts. Only two
 * variants per JVM: the JDK's own code is profiled for all variants together, and would be compiled for a third kind of
 * lambda as no service would see it.
 */
public final class PollFork {
    private static final long WARM_NANOS = 150_000_000L;
    private static final long SLICE_NANOS = 8_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** The summary word of an enclave that nobody runs. */
    private static final MemorySegment SUMMARY = Arena.global().allocate(Long.BYTES, 64);

    @SuppressWarnings("unused") // written so that the compiler takes no kernel for dead
    private static volatile long sink;

    private PollFork() {}

    /**
     * Prices kernels.
     *
     * @param arguments the variant to hold against code without polls, the number of slices, and the kernels' numbers
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Preemption.attach(SUMMARY.address());
        KernelLoader plain = new KernelLoader(Variant.WITHOUT);
        KernelLoader other = new KernelLoader(Variant.valueOf(arguments[0]));
        int slices = Integer.parseInt(arguments[1]);
        for (String number : Arrays.asList(arguments).subList(2, arguments.length)) {
            PollCase one = PollCase.ALL.get(Integer.parseInt(number));
            double[] nanos = price(plain.kernel(one), other.kernel(one), slices);
            System.out.println(number + " " + nanos[0] + " " + nanos[1]);
        }
    }

    private static double[] price(Kernel plain, Kernel other, int slices) {
        warm(plain, other);
        double[][] nanos = new double[2][slices];
        for (int slice = 0; slice < slices; slice++) {
            // Who goes first changes, so that what comes of the order hits both alike.
            boolean plainFirst = slice % 2 == 0;
            double first = slice(plainFirst ? plain : other, SLICE_NANOS);
            double second = slice(plainFirst ? other : plain, SLICE_NANOS);
            nanos[0][slice] = plainFirst ? first : second;
            nanos[1][slice] = plainFirst ? second : first;
        }
        return new double[] {lowerQuartile(nanos[0]), lowerQuartile(nanos[1])};
    }

    /** Until compiled. A request is outstanding for a third of the time: the slow path of polls is compiled, as in life. */
    private static void warm(Kernel plain, Kernel other) {
        for (int third = 0; third < 3; third++) {
            SUMMARY.set(ValueLayout.JAVA_LONG, 0, third == 1 ? 1L : 0L);
            slice(plain, WARM_NANOS / 3);
            slice(other, WARM_NANOS / 3);
        }
    }

    private static double slice(Kernel kernel, long nanos) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        long runs = 0;
        do {
            for (int i = 0; i < 8; i++) {
                sink = kernel.run();
            }
            runs += 8;
        } while (System.nanoTime() - begin < nanos);
        return (double) (THREADS.getCurrentThreadCpuTime() - cpu) / runs;
    }

    private static double lowerQuartile(double[] values) {
        Arrays.sort(values);
        return values[values.length / 4];
    }
}
