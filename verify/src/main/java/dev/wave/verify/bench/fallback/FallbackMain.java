package dev.wave.verify.bench.fallback;

import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.verify.bench.harness.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A service under load whose agent falls silent at random moments, again and again.
 *
 * <p>Arguments: {@code stop} (the agent's process is stopped by a signal), {@code agent-collects} or {@code service-collects} (a full garbage collection);
 * name of the link; CPU of the core; CPU of the agent; seed; how often; perhaps a program that tells until its input ends how well one sleeps here. For each silence it prints {@code fallback NANOS} (from the last sign of life to
 * the first thread that the fallback ran; missing if it did not come to that, or, {@code unsure NANOS}, if that sign is not known to a millisecond), {@code waited NANOS} (the longest that a ready thread was not run),
 * {@code paused NANOS} (the collection) and {@code lost N} (epochs that ended).
 */
public final class FallbackMain {
    private static final long SETTLED_SWITCHES = 200;
    private static final long UNSURE_NANOS_MAX = 1_000_000;
    private static final long LONGEST_MILLIS = 3_000;

    private final ThreadEnclave enclave;
    private final Load load;
    private final Process agent;
    private final BufferedReader said;
    private final PrintStream tell;
    private final RandomGenerator random;

    private FallbackMain(ThreadEnclave enclave, Process agent, long seed) {
        this.enclave = enclave;
        this.load = new Load(enclave);
        this.agent = agent;
        this.said = new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8));
        this.tell = new PrintStream(agent.getOutputStream(), true, StandardCharsets.UTF_8);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static void main(String[] args) throws Exception {
        Ballast ballast = args[0].equals("service-collects") ? new Ballast() : null;
        try (ThreadEnclave enclave =
                ThreadEnclave.open(EnclaveOptions.named(args[1]).withCpus(Integer.valueOf(args[2])))) {
            Process agent = agent(args[1], args[3]);
            try {
                FallbackMain main = new FallbackMain(enclave, agent, Long.parseLong(args[4]));
                Process beside = args.length > 6 ? beside(args[6]) : null;
                main.run(args[0], Integer.parseInt(args[5]), ballast);
                if (beside != null) {
                    beside.getOutputStream().close();
                    System.out.print(new String(beside.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                }
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
    }

    private static Process agent(String link, String cpu) throws IOException {
        return new ProcessBuilder(Children.reading(List.of("-Xmx512m"), CollectingAgentMain.class, List.of(link, cpu)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Process beside(String program) throws IOException {
        return new ProcessBuilder(program)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void run(String kind, int times, Ballast ballast) throws Exception {
        load.start();
        Thread.sleep(1_000);
        for (int i = 0; i < times; i++) {
            settle();
            long epoch = enclave.epoch();
            load.reset();
            switch (kind) {
                case "stop" -> stopAgent();
                case "agent-collects" -> agentCollects();
                default -> {
                    System.out.println("paused " + ballast.collect());
                    waitForSwitches();
                }
            }
            System.out.println("waited " + load.longestNanos());
            System.out.println("lost " + (enclave.epoch() == epoch ? 0 : 1));
        }
        load.stop();
    }

    /** Until an agent is in charge again and the load has gone round for a while; then a random moment. */
    private void settle() throws InterruptedException {
        do {
            await("an agent in charge", () -> enclave.epoch() != 0);
            Thread.sleep(random.nextLong(30, 90));
        } while (enclave.epoch() == 0);
    }

    private void stopAgent() throws InterruptedException {
        long before = System.nanoTime();
        Signals.send(agent.pid(), Signals.STOP);
        long unsure = System.nanoTime() - before;
        try {
            await("the fallback", () -> load.fallbackAtNanos() != 0);
            // The kernel may take the CPU from this thread in between, for tens of milliseconds: then nobody knows when
            // the agent stood still.
            System.out.println(
                    unsure <= UNSURE_NANOS_MAX ? "fallback " + (load.fallbackAtNanos() - before) : "unsure " + unsure);
            waitForSwitches();
        } finally {
            Signals.send(agent.pid(), Signals.CONTINUE);
        }
    }

    private void agentCollects() throws Exception {
        tell.println("collect");
        String[] answer = said.readLine().split(" ");
        long start = Long.parseLong(answer[0]);
        waitForSwitches();
        if (load.fallbackAtNanos() != 0) {
            System.out.println("fallback " + (load.fallbackAtNanos() - start));
        }
        System.out.println("paused " + answer[1]);
    }

    /** Until threads have run again for a while, so that the longest wait is over. */
    private void waitForSwitches() throws InterruptedException {
        long enough = load.switches() + SETTLED_SWITCHES;
        await("threads that run", () -> load.switches() >= enough);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_MILLIS * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            Thread.sleep(1);
        }
    }
}
