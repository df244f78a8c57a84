package dev.wave.verify.bench.fallback;

import dev.wave.core.host.Counters;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.verify.bench.harness.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A service under load whose agent is replaced by another, again and again, at random moments.
 *
 * <p>Arguments: a {@link Successor}; name of the link; CPU of the core; CPU of the agents; seed; how often. For each succession it prints {@code waited NANOS} (the
 * longest that a ready thread was not run, from the order to replace until the successor had been in charge for a while), {@code beforehand NANOS} (the same while
 * the successor's process started and rehearsed, and the old agent was in charge), {@code took NANOS} (from the
 * order until the successor was in charge) and {@code fallback N} (threads that the fallback ran meanwhile).
 */
public final class SuccessionMain {
    private static final long SETTLED_SWITCHES = 200;
    private static final long LONGEST_MILLIS = 10_000;

    /** So often are the waiting processes in charge before it counts. */
    private static final int WARMING = 12;

    /** Where the next agent comes from. */
    enum Successor {
        /** A process that already runs, and was in charge before. */
        WARM,
        /** A process that is started for it, as {@code ./wave agent --replace} is. */
        NEW_PROCESS
    }

    private final ThreadEnclave enclave;
    private final Load load;
    private final List<String> arguments;
    private final RandomGenerator random;
    private final Deque<Agent> standby = new ArrayDeque<>();

    private SuccessionMain(ThreadEnclave enclave, List<String> arguments, long seed) {
        this.enclave = enclave;
        this.load = new Load(enclave);
        this.arguments = arguments;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static void main(String[] args) throws Exception {
        EnclaveOptions options = EnclaveOptions.named(args[1]).withCpus(Integer.valueOf(args[2]));
        try (ThreadEnclave enclave = ThreadEnclave.open(options)) {
            new SuccessionMain(enclave, List.of(args[1], args[3]), Long.parseLong(args[4]))
                    .run(Successor.valueOf(args[0]), Integer.parseInt(args[5]));
        }
    }

    private void run(Successor kind, int times) throws Exception {
        Agent inCharge = next(kind);
        inCharge.takeOver();
        await("an agent in charge", () -> enclave.epoch() != 0);
        load.start();
        Thread.sleep(1_000);
        for (int i = kind == Successor.WARM ? -WARMING : 0; i < times; i++) {
            Thread.sleep(random.nextLong(30, 90));
            Taken taken = replace(inCharge, kind);
            inCharge = taken.successor;
            if (i >= 0) {
                taken.lines.forEach(System.out::println);
            }
        }
        load.stop();
        inCharge.close();
        standby.forEach(Agent::close);
    }

    /** A succession, and what there is to say about it. */
    private record Taken(Agent successor, List<String> lines) {}

    private Taken replace(Agent old, Successor kind) throws Exception {
        load.reset();
        Agent successor = next(kind);
        long beforehand = load.longestNanos();
        load.reset();
        long fallbackRuns = enclave.counters(0).get(Counters.FALLBACK_RUNS);
        long start = System.nanoTime();
        successor.takeOver();
        old.awaitEnd();
        await("the successor in charge", () -> enclave.epoch() != 0);
        long took = System.nanoTime() - start;
        long enough = load.switches() + SETTLED_SWITCHES;
        await("threads that run", () -> load.switches() >= enough);
        if (kind == Successor.WARM) {
            standby.add(old);
        } else {
            old.close();
        }
        return new Taken(
                successor,
                List.of(
                        "took " + took,
                        "waited " + load.longestNanos(),
                        "beforehand " + beforehand,
                        "fallback " + (enclave.counters(0).get(Counters.FALLBACK_RUNS) - fallbackRuns)));
    }

    /** Warm ones take turns: each has been in charge before, and knows nothing of what happened since. */
    private Agent next(Successor kind) throws IOException {
        if (kind == Successor.WARM && standby.isEmpty()) {
            standby.add(new Agent(arguments));
            standby.add(new Agent(arguments));
        }
        return kind == Successor.WARM ? standby.remove() : new Agent(arguments);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_MILLIS * 1_000_000;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            Thread.sleep(1);
        }
    }

    /** A {@link SuccessorMain}. */
    private static final class Agent implements AutoCloseable {
        private final Process process;
        private final PrintStream tell;
        private final BufferedReader said;

        Agent(List<String> arguments) throws IOException {
            process = new ProcessBuilder(Children.reading(List.of(), SuccessorMain.class, arguments))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            if (!SuccessorMain.READY.equals(said.readLine())) {
                throw new IllegalStateException("the agent's process ended before it was ready");
            }
        }

        void takeOver() {
            tell.println("replace");
        }

        void awaitEnd() throws IOException {
            if (said.readLine() == null) {
                throw new IllegalStateException("the agent's process ended before its agent was replaced");
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
