package dev.wave.verify.bench.preempt;

import dev.wave.core.Clock;
import dev.wave.core.link.ShmLink;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;

/**
 * Two virtual threads run one loop over and over, and are preempted at random moments. Between samples no thread is there and nothing is spun.
 *
 * <p>Arguments: name of the link, CPU of the core, seed, preemptions of each kernel that go before and are not counted: they warm up the JVM. Says {@code ready}, then for each line
 * {@code KERNEL PREEMPTIONS} the lines {@code p50 NANOS}, {@code p99 NANOS}, {@code p99.9 NANOS}, {@code max NANOS}, {@code over N} (those that took longer than 10 us), {@code switches N}
 * (involuntary, of the core's thread) and {@code end}.
 */
public final class PreemptMain {
    private static final long LATE_NANOS = 10_000;
    private static final int THREADS = 2;
    private static final int SKIPPED = 500;

    /** What the kernel keeps of a thread's name. */
    private static final int COMM_LENGTH = 15;

    private static volatile boolean stopping;
    private static volatile long sink;

    private final ThreadEnclave enclave;
    private final PreemptingAgent agent;
    private final Path coreStatus;

    private PreemptMain(ThreadEnclave enclave, String link, long seed) throws IOException {
        this.enclave = enclave;
        this.agent = new PreemptingAgent(
                ShmLink.open(link),
                Clock.system(),
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        this.coreStatus = coreStatus("wave-" + link);
    }

    public static void main(String[] args) throws IOException {
        try (ThreadEnclave enclave = ThreadEnclave.open(
                EnclaveOptions.named(args[0]).withCpus(Integer.valueOf(args[1])).withSilenceMillis(500))) {
            PreemptMain main = new PreemptMain(enclave, args[0], Long.parseLong(args[2]));
            for (Kernel kernel : Kernel.values()) {
                main.measure(kernel, kernel.polled ? Integer.parseInt(args[3]) : Integer.parseInt(args[3]) / 10);
            }
            System.out.println("ready");
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                main.say(Kernel.valueOf(words[0]), Integer.parseInt(words[1]));
            }
        }
    }

    private void say(Kernel kernel, int count) throws IOException {
        long before = switches();
        long[] latencies = measure(kernel, count);
        long switched = switches() - before;
        Arrays.sort(latencies);
        System.out.println("p50 " + latencies[count / 2]);
        System.out.println("p99 " + latencies[(int) (count * 0.99)]);
        System.out.println("p99.9 " + latencies[(int) (count * 0.999)]);
        System.out.println("max " + latencies[count - 1]);
        System.out.println("over "
                + Arrays.stream(latencies).filter(nanos -> nanos > LATE_NANOS).count());
        System.out.println("switches " + switched);
        System.out.println("end");
    }

    private long[] measure(Kernel kernel, int count) {
        stopping = false;
        for (int i = 0; i < THREADS; i++) {
            enclave.threadFactory()
                    .newThread(() -> {
                        while (!stopping) {
                            sink = kernel.body.getAsLong();
                        }
                    })
                    .start();
        }
        agent.begin(Math.min(SKIPPED, count), count);
        while (agent.step()) {
            Thread.onSpinWait();
        }
        stopping = true;
        // Until both have ended and the host has heard that this is known, so that nothing waits for the agent while it
        // is not stepped.
        while (agent.threads() > 0) {
            agent.step();
            Thread.onSpinWait();
        }
        return agent.latencies();
    }

    private static Path coreStatus(String name) throws IOException {
        String comm = name.substring(0, Math.min(COMM_LENGTH, name.length()));
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).strip().equals(comm)) {
                    return task.resolve("status");
                }
            }
        }
        throw new IllegalStateException("the core's thread, " + comm + ", is not among this process's");
    }

    private long switches() throws IOException {
        return Files.readAllLines(coreStatus).stream()
                .filter(line -> line.startsWith("nonvoluntary_ctxt_switches:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }
}
