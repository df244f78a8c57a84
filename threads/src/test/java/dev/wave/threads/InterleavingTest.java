package dev.wave.threads;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.host.Counters;
import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.RoundRobin;
import dev.wave.threads.policy.Shinjuku;
import dev.wave.threads.policy.ShinjukuMultiQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random lives of an enclave, its mechanism and its agents, interleaved in one thread: the host moves between any two loads of the agent.
 * Every story a policy hears must be legal, no thread may be on two cores, and all must end.
 */
class InterleavingTest {
    private static final int SEEDS = Integer.getInteger("wave.test.seeds", 150);
    private static final long FIRST_SEED = Long.getLong("wave.test.seed", 20_260_101L);
    private static final int STEPS = 1_500;
    private static final int CROWD = 12;

    @Test
    void everyInterleavingTellsALegalStoryAndLosesNothing() {
        Tally tally = new Tally();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                life.live();
                tally.add(life.host);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + "; again: -Dwave.test.seed=" + seed
                                + " -Dwave.test.seeds=1 -Dtest=InterleavingTest: " + e,
                        e);
            }
        }
        if (SEEDS >= 100) {
            tally.checkThatMuchHappened();
        }
    }

    /** Whether the lives were eventful: a swarm in which nothing happens finds nothing. */
    private static final class Tally {
        private final long[] outcomes = new long[Outcome.values().length];
        private long fallbackRuns;
        private long epochs;

        void add(HostModel host) {
            for (Outcome outcome : Outcome.values()) {
                outcomes[outcome.ordinal()] += host.outcomes(outcome);
            }
            fallbackRuns += host.sum(Counters.FALLBACK_RUNS);
            epochs += host.watchdogCounter(Counters.EPOCHS);
        }

        void checkThatMuchHappened() {
            String what = Arrays.toString(outcomes) + " outcomes, " + fallbackRuns + " runs by the fallback, " + epochs
                    + " epochs";
            System.out.println(what);
            for (Outcome outcome : List.of(Outcome.COMMITTED, Outcome.WITHDRAWN, Outcome.ABANDONED, Outcome.STALE)) {
                if (outcomes[outcome.ordinal()] < 10) {
                    throw new AssertionError("hardly anything was " + outcome + ": " + what);
                }
            }
            if (fallbackRuns < SEEDS || epochs < 2 * SEEDS) {
                throw new AssertionError("hardly anything happened: " + what);
            }
        }
    }

    /** One random life. */
    private static final class Life implements AutoCloseable {
        private final RandomGenerator random;
        private final int cores;
        private final HostModel host;
        private final List<HostTarget> threads = new ArrayList<>();
        private final List<Story> stories = new ArrayList<>();
        private ThreadAgent agent;
        private boolean hostMayMove;
        private int unborn = 200;

        Life(long seed) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            cores = random.nextInt(1, 4);
            host = new HostModel("life", cores, random.nextBoolean() ? 4 : 64);
            agent = newAgent();
        }

        private Supplier<ThreadPolicy> policies() {
            int choice = random.nextInt(4);
            return () -> {
                Story story = new Story(
                        switch (choice) {
                            case 0 -> new Fifo();
                            case 1 -> new Shinjuku(20_000);
                            case 2 -> new RoundRobin(10_000);
                            default -> new ShinjukuMultiQueue(20_000, 1_000, 50_000);
                        });
                stories.add(story);
                return story;
            };
        }

        private ThreadAgent newAgent() {
            AgentOptions options = new AgentOptions(random.nextInt(4), random.nextBoolean());
            var link = new InterruptedLink(host.agentSide(), this::maybeMove);
            return new ThreadAgent(link, policies(), options, () -> host.nanos, random);
        }

        private void maybeMove() {
            if (hostMayMove && random.nextInt(12) == 0) {
                hostMayMove = false;
                move();
                hostMayMove = true;
            }
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                host.nanos += random.nextInt(10_000);
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> stepAgent();
                    case 4 -> host.watchdog.step();
                    default -> move();
                }
                if (random.nextInt(400) == 0) {
                    disturbAgent();
                }
            }
            windDown();
        }

        private void stepAgent() {
            hostMayMove = true;
            agent.step();
            hostMayMove = false;
            if (agent.over()) {
                agent = newAgent();
            } else if (agent.inCharge()) {
                long pending = agent.counters().get(0) - answered();
                HostModel.checkBalance(agent.counters(), pending);
            }
        }

        private long answered() {
            long sum = 0;
            for (Outcome outcome : Outcome.values()) {
                sum += agent.counters().get(AgentCounters.of(outcome));
            }
            return sum;
        }

        /** It leaves, another one asks for its place, or it is silent for longer than it may be. */
        private void disturbAgent() {
            switch (random.nextInt(3)) {
                case 0 -> {
                    agent.close();
                    agent = newAgent();
                }
                case 1 -> agent = newAgent();
                default -> host.silence(30_000_000);
            }
        }

        /** Something happens on the host. */
        private void move() {
            int core = random.nextInt(cores);
            switch (random.nextInt(12)) {
                case 0, 1 -> birth();
                case 2, 3 -> wakeSomebody();
                case 4 -> changeSomebody();
                case 5 -> host.enclave.idleDuties(core);
                default -> turn(core);
            }
        }

        private void birth() {
            if (unborn > 0 && threads.size() < CROWD) {
                unborn--;
                HostTarget target = host.thread();
                threads.add(target);
                host.wake(target);
            }
        }

        private void wakeSomebody() {
            if (!threads.isEmpty()) {
                host.wake(threads.get(random.nextInt(threads.size())));
            }
        }

        private void changeSomebody() {
            if (!threads.isEmpty()) {
                HostTarget target = threads.get(random.nextInt(threads.size()));
                target.targetClass(random.nextInt(3));
                target.weight(random.nextInt(1, 4));
                host.enclave.apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE);
            }
        }

        /** The core goes on: takes what it should, or lets go of what it has. */
        private void turn(int core) {
            if (host.on(core) == null) {
                host.take(core);
                return;
            }
            TargetEvent how = List.of(TargetEvent.BLOCK, TargetEvent.YIELD, TargetEvent.PREEMPT, TargetEvent.EXIT)
                    .get(random.nextInt(4));
            HostTarget gone = host.off(core, how);
            if (how == TargetEvent.EXIT) {
                threads.remove(gone);
                // A wake-up may come late.
                host.wake(gone);
            }
        }

        /** Everybody runs once more and ends; the agent hears of all of it. */
        private void windDown() {
            for (int round = 0; !threads.isEmpty(); round++) {
                if (round > 20_000) {
                    throw new AssertionError(threads.size() + " threads never ran again, the first "
                            + threads.getFirst().state() + ", epoch " + host.enclave.epoch());
                }
                threads.forEach(host::wake);
                host.nanos += 1_000_000;
                agent.step();
                if (agent.over()) {
                    agent = newAgent();
                }
                host.watchdog.step();
                for (int core = 0; core < cores; core++) {
                    HostTarget ended = host.on(core) == null ? host.take(core) : host.off(core, TargetEvent.EXIT);
                    if (host.on(core) == null && ended != null) {
                        threads.remove(ended);
                    }
                    host.enclave.idleDuties(core);
                }
            }
            check();
        }

        private void check() {
            for (int i = 0; i < 50; i++) {
                host.nanos += 5_000_000;
                agent.step();
                host.watchdog.step();
            }
            if (agent.inCharge() && stories.getLast().living() != 0) {
                throw new AssertionError(stories.getLast().living() + " threads live on in the policy's mind");
            }
            for (Story story : stories) {
                if (story.highestIndex >= 4 * CROWD) {
                    throw new AssertionError("index " + story.highestIndex + " with " + CROWD + " threads at once");
                }
            }
            long causes = host.outcomes(Outcome.COMMITTED) + host.sum(Counters.FALLBACK_RUNS);
            if (host.dispatches() != causes) {
                throw new AssertionError(host.dispatches() + " dispatches from " + causes + " causes");
            }
            for (HostTarget target : threads) {
                if (target.state() != TargetState.GONE) {
                    throw new AssertionError("left over: " + target.state());
                }
            }
        }

        @Override
        public void close() {
            agent.close();
            host.close();
        }
    }
}
