package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.host.Counters;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.virtual.ThreadHints;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What a service says about its threads reaches the policy in time, and costs little. */
class ThreadHintsTest {
    /** Writes down what it sees of a thread's hints, and when. */
    private static final class Notes implements ThreadPolicy {
        private final Fifo fifo = new Fifo();
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        private void note(String event, PolicyThread thread) {
            lines.add(event + " class " + thread.threadClass() + " weight " + thread.weight() + " deadline "
                    + thread.deadlineNanos());
        }

        @Override
        public void ready(PolicyThread thread) {
            note("ready", thread);
            fifo.ready(thread);
        }

        @Override
        public void returned(PolicyThread thread) {
            fifo.returned(thread);
        }

        @Override
        public void changed(PolicyThread thread) {
            note("changed", thread);
        }

        @Override
        public PolicyThread pick(CoreView core) {
            return fifo.pick(core);
        }
    }

    @Test
    void hintsOfTheFactoryAreKnownBeforeTheFirstRun() {
        Notes notes = new Notes();
        try (Rig rig = new Rig(1, 1_500)) {
            rig.agent(() -> notes);
            ThreadHints hints =
                    ThreadHints.NONE.withThreadClass(7).withWeight(3).withDeadlineNanos(123);
            Thread thread = rig.enclave.threadFactory(hints).newThread(() -> {});
            thread.start();
            Bounded.join("the hinted thread", thread);
            assertEquals("ready class 7 weight 3 deadline 123", notes.lines.peek());
            try (var executor = rig.enclave.newThreadPerTaskExecutor(ThreadHints.NONE.withThreadClass(9))) {
                Bounded.get("a task", executor.submit(() -> {}));
            }
            assertTrue(notes.lines.contains("ready class 9 weight 1 deadline 0"), notes.lines.toString());
        }
    }

    @Test
    void hintsTheThreadGivesItselfReachThePolicy() {
        Notes notes = new Notes();
        try (Rig rig = new Rig(1, 1_500)) {
            rig.agent(() -> notes);
            boolean heard = rig.run("the hinting thread", () -> {
                boolean taken =
                        ThreadHints.NONE.withThreadClass(5).withWeight(2).applyToCurrentThread();
                Bounded.pause(1);
                return taken;
            });
            assertTrue(heard);
            Bounded.until("the change", () -> notes.lines.contains("changed class 5 weight 2 deadline 0"));
            assertTrue(notes.lines.contains("ready class 5 weight 2 deadline 0"), "it was woken under its new class");
        }
    }

    @Test
    void affinityKeepsAThreadOnItsCore() {
        try (Rig rig = new Rig(2, 1_500)) {
            rig.agent(Fifo::new);
            for (int core = 0; core < 2; core++) {
                String expected = "-core-" + core;
                FutureTask<Boolean> task = new FutureTask<>(() -> {
                    boolean always = true;
                    for (int i = 0; i < 200; i++) {
                        Thread carrier = dev.wave.threads.preempt.Preemption.currentCarrier();
                        always &= carrier.getName().endsWith(expected);
                        Thread.yield();
                    }
                    return always;
                });
                ThreadHints bound = ThreadHints.NONE.withAffinity(1L << core);
                rig.enclave.threadFactory(bound).newThread(task).start();
                assertTrue(Bounded.get("the bound thread", task), "it left core " + core);
            }
        }
    }

    @Test
    void sameHintsAgainSendNothing() {
        try (Rig rig = new Rig(1, 1_500)) {
            rig.agent(Fifo::new);
            long[] messages = new long[2];
            rig.run("the talkative thread", () -> {
                ThreadHints hints = ThreadHints.NONE.withThreadClass(5);
                hints.applyToCurrentThread();
                messages[0] = rig.sum(Counters.MESSAGES);
                for (int i = 0; i < 10_000; i++) {
                    hints.applyToCurrentThread();
                }
                messages[1] = rig.sum(Counters.MESSAGES);
            });
            long sent = messages[1] - messages[0];
            assertTrue(sent < 10, sent + " messages that say nothing new");
        }
    }

    @Test
    void manyHintsAreMergedWhenTheAgentIsBehind() {
        try (Rig rig = new Rig(1, 1_500)) {
            rig.agent(Fifo::new);
            int last = rig.run("the fickle thread", () -> {
                for (int i = 1; i <= 20_000; i++) {
                    ThreadHints.NONE.withThreadClass(i).applyToCurrentThread();
                }
                return 20_000;
            });
            rig.run("another thread", Thread::yield);
            assertEquals(20_000, last);
            assertTrue(rig.sum(Counters.MESSAGES) <= 20_100, "at most one message for a hint");
        }
    }

    @Test
    void hintsOutsideAnEnclaveMeanNothing() {
        assertFalse(ThreadHints.NONE.applyToCurrentThread());
        FutureTask<Boolean> ordinary = new FutureTask<>(ThreadHints.NONE::applyToCurrentThread);
        Thread.ofVirtual().start(ordinary);
        assertFalse(Bounded.get("an ordinary virtual thread", ordinary));
    }

    @Test
    void hintsOutOfRangeAreRefused() {
        for (ThreadHints hints : List.of(ThreadHints.NONE, ThreadHints.NONE.withAffinity(-1))) {
            assertThrows(IllegalArgumentException.class, () -> hints.withThreadClass(-1));
            assertThrows(IllegalArgumentException.class, () -> hints.withThreadClass(65_536));
            assertThrows(IllegalArgumentException.class, () -> hints.withWeight(0));
            assertThrows(IllegalArgumentException.class, () -> hints.withWeight(65_536));
        }
    }
}
