package dev.wave.verify.bench.preempt;

import dev.wave.core.Clock;
import dev.wave.core.link.ShmLink;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.verify.bench.harness.Pin;
import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;

/**
 * Two virtual threads run one loop over and over, and are preempted at random moments.
 *
 * <p>Arguments: kernel, name of the link, CPU of the core, CPU of the agent, seed, preemptions; half as many go before and do not count. Prints {@code p50 NANOS}, {@code p99 NANOS},
 * {@code p99.9 NANOS}, {@code max NANOS}, {@code switches N}.
 */
public final class PreemptMain {
    private static volatile boolean stopping;
    private static volatile long sink;

    private PreemptMain() {}

    public static void main(String[] args) throws InterruptedException {
        Kernel kernel = Kernel.valueOf(args[0]);
        try (ThreadEnclave enclave = ThreadEnclave.open(
                EnclaveOptions.named(args[1]).withCpus(Integer.valueOf(args[2])).withSilenceMillis(500))) {
            for (int i = 0; i < 2; i++) {
                enclave.threadFactory()
                        .newThread(() -> {
                            while (!stopping) {
                                sink = kernel.body.getAsLong();
                            }
                        })
                        .start();
            }
            Pin.to(Integer.parseInt(args[3]));
            long before = Pin.switches();
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(Long.parseLong(args[4]));
            int count = Integer.parseInt(args[5]);
            PreemptingAgent agent =
                    new PreemptingAgent(ShmLink.open(args[1]), Clock.system(), random, count / 2, count);
            while (agent.step()) {
                Thread.onSpinWait();
            }
            print(agent.latencies());
            System.out.println("switches " + (Pin.switches() - before));
            stopping = true;
        }
    }

    private static void print(long... latencies) {
        Arrays.sort(latencies);
        System.out.println("p50 " + latencies[latencies.length / 2]);
        System.out.println("p99 " + latencies[(int) (latencies.length * 0.99)]);
        System.out.println("p99.9 " + latencies[(int) (latencies.length * 0.999)]);
        System.out.println("max " + latencies[latencies.length - 1]);
    }
}
