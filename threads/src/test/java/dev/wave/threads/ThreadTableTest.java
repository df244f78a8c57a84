package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.protocol.CoreCondition;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.ShinjukuMultiQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The repair of order, message by message: what arrives early, late, twice or not at all, and what the policy hears of it. */
class ThreadTableTest {
    private static final long T = TargetId.of(0, 1);
    private static final int NOWHERE = 2047;

    private final Wire wire = new Wire();
    private final CoreState[] cores = {new CoreState(0), new CoreState(1)};
    private Story story = new Story(new Fifo());
    private ThreadTable table = new ThreadTable(story, cores, new StepTime());

    private void news(MessageKind kind, TargetState state, int core, long sequence) {
        table.message(wire.message(kind, state, core, T, sequence));
    }

    private void ready(long sequence) {
        news(MessageKind.READY, TargetState.READY, NOWHERE, sequence);
    }

    private PolicyThread pick(int core) {
        PolicyThread thread = story.pick(cores[core]);
        table.picked(thread);
        thread.stamp = thread.sequence;
        return thread;
    }

    private void answer(PolicyThread thread, int core, Outcome outcome, long sequence) {
        answer(thread, core, outcome, sequence, outcome == Outcome.COMMITTED ? 9 : 0);
    }

    private void answer(PolicyThread thread, int core, Outcome outcome, long sequence, long dispatch) {
        table.outcome(thread, cores[core], outcome, wire.outcome(outcome, core, thread.id(), sequence, dispatch));
    }

    /** Thread T runs on core 0 under sequence 3. */
    private PolicyThread running() {
        ready(2);
        PolicyThread thread = pick(0);
        answer(thread, 0, Outcome.COMMITTED, 3);
        story.drain();
        return thread;
    }

    @Test
    void plainStoryIsToldInOrder() {
        PolicyThread thread = running();
        assertSame(thread, cores[0].running());
        news(MessageKind.YIELDED, TargetState.READY, 0, 4);
        assertNull(cores[0].running());
        answer(pick(1), 1, Outcome.COMMITTED, 5);
        assertSame(thread, cores[1].running());
        news(MessageKind.PREEMPTED, TargetState.READY, 1, 6);
        answer(pick(0), 0, Outcome.COMMITTED, 7);
        news(MessageKind.BLOCKED, TargetState.BLOCKED, 0, 8);
        news(MessageKind.DEPARTED, TargetState.GONE, 0, 9);
        assertEquals(
                List.of("yielded 0", "picked 0", "preempted 0", "picked 0", "blocked 0", "departed 0"), story.drain());
    }

    @Test
    void overtakenBlockedIsMadeUpFor() {
        running();
        ready(5);
        assertEquals(List.of("blocked 0", "ready 0"), story.drain());
        assertNull(cores[0].running(), "a thread that is ready is on no core");
        news(MessageKind.BLOCKED, TargetState.BLOCKED, 0, 4);
        assertEquals(List.of(), story.drain());
        assertEquals(1, table.drainOlder());
        assertEquals(0, table.drainOlder());
    }

    @Test
    void sameMessageTwiceCountsOnce() {
        ready(2);
        ready(2);
        assertEquals(List.of("created 0", "ready 0"), story.drain());
        assertEquals(1, table.drainOlder());
    }

    @Test
    void newsBeforeTheOutcomeWaitForIt() {
        ready(2);
        PolicyThread thread = pick(0);
        story.drain();
        ready(5);
        assertEquals(List.of(), story.drain(), "the decision is under way");
        answer(thread, 0, Outcome.COMMITTED, 3);
        assertEquals(List.of("blocked 0", "ready 0"), story.drain());
        assertNull(cores[0].running());
    }

    @Test
    void yieldBeforeTheOutcomeIsToldAsAYield() {
        ready(2);
        PolicyThread thread = pick(0);
        news(MessageKind.YIELDED, TargetState.READY, 0, 4);
        story.drain();
        answer(thread, 0, Outcome.COMMITTED, 3);
        assertEquals(List.of("yielded 0"), story.drain());
    }

    @Test
    void departureBeforeTheOutcomeLeavesNoGhost() {
        ready(2);
        PolicyThread thread = pick(0);
        news(MessageKind.DEPARTED, TargetState.GONE, 0, 4);
        story.drain();
        answer(thread, 0, Outcome.COMMITTED, 3);
        assertEquals(List.of("departed 0"), story.drain());
        assertNull(cores[0].running());
    }

    @Test
    void departureOvertakenByAnOldReadyLeavesNoGhost() {
        running();
        news(MessageKind.DEPARTED, TargetState.GONE, 0, 6);
        ready(5);
        assertEquals(List.of("departed 0"), story.drain());
        assertNull(story.pick(cores[0]));
    }

    @Test
    void staleRefusalIsFollowedByTheNewestReady() {
        ready(2);
        PolicyThread thread = pick(0);
        story.drain();
        answer(thread, 0, Outcome.STALE, 4);
        assertEquals(List.of(), story.drain(), "the host knows something newer; it is on the way");
        assertNull(story.pick(cores[0]));
        ready(4);
        assertEquals(List.of("ready 0"), story.drain());
        assertSame(thread, story.pick(cores[0]));
    }

    @Test
    void staleRefusalAfterTheNewestReadyReturnsTheThread() {
        ready(2);
        PolicyThread thread = pick(0);
        news(MessageKind.CHANGED, TargetState.READY, NOWHERE, 3);
        story.drain();
        answer(thread, 0, Outcome.STALE, 3);
        assertEquals(List.of("returned 0"), story.drain());
    }

    @Test
    void staleRefusalOfABlockedThreadKeepsItBlocked() {
        ready(2);
        PolicyThread thread = pick(0);
        news(MessageKind.BLOCKED, TargetState.BLOCKED, 1, 4);
        answer(thread, 0, Outcome.STALE, 4);
        story.drain();
        assertNull(story.pick(cores[0]));
        ready(5);
        assertEquals(List.of("ready 0"), story.drain());
    }

    @Test
    void withdrawnDecisionReturnsTheThreadToTheFront() {
        ready(2);
        PolicyThread first = pick(0);
        table.message(wire.message(MessageKind.READY, TargetState.READY, NOWHERE, TargetId.of(1, 1), 2));
        story.drain();
        answer(first, 0, Outcome.WITHDRAWN, 0);
        assertEquals(List.of("returned 0"), story.drain());
        assertSame(first, story.pick(cores[1]));
    }

    @Test
    void refusalForAnUnknownTargetEndsTheThread() {
        ready(2);
        PolicyThread thread = pick(0);
        story.drain();
        answer(thread, 0, Outcome.UNKNOWN_TARGET, 0);
        assertEquals(List.of("departed 0"), story.drain());
    }

    @Test
    void changeOfClassWhileQueuedMovesTheThread() {
        story = new Story(new ShinjukuMultiQueue(1000, 100, 100));
        table = new ThreadTable(story, cores, new StepTime());
        ready(2);
        table.message(wire.message(MessageKind.CHANGED, TargetState.READY, NOWHERE, T, 3, 1));
        assertEquals(List.of("created 0", "ready 0", "changed 0"), story.drain());
        assertEquals(1, table.byIndex(0).threadClass());
        assertSame(table.byIndex(0), story.pick(cores[0]));
    }

    @Test
    void changeWhilePickedIsKnownWhenItReturns() {
        ready(2);
        PolicyThread thread = pick(0);
        table.message(wire.message(MessageKind.CHANGED, TargetState.READY, NOWHERE, T, 3, 1));
        answer(thread, 0, Outcome.STALE, 3);
        assertEquals(1, thread.threadClass());
        assertSame(thread, story.pick(cores[0]));
    }

    @Test
    void reusedIndexEndsTheOldThreadFirst() {
        PolicyThread old = running();
        table.message(wire.message(MessageKind.READY, TargetState.READY, NOWHERE, TargetId.of(0, 2), 1));
        assertEquals(List.of("departed 0", "created 0", "ready 0"), story.drain());
        assertNull(cores[0].running(), "the old thread is gone from its core");
        news(MessageKind.DEPARTED, TargetState.GONE, 0, 9);
        assertEquals(List.of(), story.drain(), "the late departure is about the old thread");
        assertEquals(TargetId.of(0, 2), old.id());
    }

    @Test
    void indexReusedWhileTheOldOneIsPickedLeavesNoGhost() {
        ready(2);
        PolicyThread old = pick(0);
        story.drain();
        // The old thread was committed, ran and ended; its outcome and its departure are both still under way.
        table.message(wire.message(MessageKind.READY, TargetState.READY, NOWHERE, TargetId.of(0, 2), 1));
        answer(old, 0, Outcome.COMMITTED, 3);
        news(MessageKind.DEPARTED, TargetState.GONE, 0, 4);
        assertNull(cores[0].running(), "nothing will ever take the ghost off the core again");
        assertTrue(story.drain().contains("departed 0"), "the policy never hears that the old thread ended");
    }

    @Test
    void discoveryTellsWhereEachThreadStands() {
        table.message(wire.message(MessageKind.DISCOVERED, TargetState.RUNNING, 1, TargetId.of(0, 1), 5));
        table.message(wire.message(MessageKind.DISCOVERED, TargetState.READY, 1, TargetId.of(1, 1), 5));
        table.message(wire.message(MessageKind.DISCOVERED, TargetState.BLOCKED, 0, TargetId.of(2, 1), 5));
        table.message(wire.message(MessageKind.DISCOVERED, TargetState.GONE, 0, TargetId.of(3, 1), 5));
        assertEquals(List.of("created 0", "created 1", "ready 1", "created 2"), story.drain());
        assertSame(table.byIndex(0), cores[1].running());
        assertTrue(cores[1].canBePreempted());
        table.message(wire.message(MessageKind.YIELDED, TargetState.READY, 1, TargetId.of(0, 1), 6));
        assertEquals(List.of("yielded 0"), story.drain());
    }

    @Test
    void threadFoundRunningLeavesItsQueue() {
        ready(2);
        news(MessageKind.STARTED, TargetState.RUNNING, 1, 3);
        assertNull(story.pick(cores[0]), "the fallback runs it already");
        assertSame(table.byIndex(0), cores[1].running());
    }

    @Test
    void freedCoreIsIdleThoughItsThreadIsNot() {
        PolicyThread stuck = running();
        table.message(wire.core(0, new CoreCondition(2, true, 9)));
        assertNull(cores[0].running());
        table.message(wire.message(MessageKind.READY, TargetState.READY, NOWHERE, TargetId.of(1, 1), 2));
        PolicyThread other = pick(0);
        answer(other, 0, Outcome.COMMITTED, 3, 10);
        story.drain();
        news(MessageKind.BLOCKED, TargetState.BLOCKED, 0, 4);
        assertEquals(List.of("blocked 0"), story.drain());
        assertSame(other, cores[0].running(), "the stuck thread came off, not the one on the spare carrier");
        assertEquals(0, stuck.index());
    }

    @Test
    void lateNewsOfALentCoreDoNotFreeAYoungerThread() {
        running();
        table.message(wire.core(0, new CoreCondition(2, true, 8)));
        assertEquals(0, cores[0].running().index(), "dispatch 9 is not the stuck one");
        table.message(wire.core(0, new CoreCondition(1, true, 9)));
        assertEquals(0, cores[0].running().index(), "the sequence number is older than what is known");
    }

    @Test
    void newsOfALentCoreMayComeBeforeNewsOfWhatIsStuckThere() {
        table.message(wire.core(1, new CoreCondition(2, true, 77)));
        table.message(wire.message(MessageKind.DISCOVERED, TargetState.RUNNING, 1, TargetId.of(0, 1), 5));
        assertNull(cores[1].running(), "it runs as dispatch 77, which the core does not wait for");
    }

    @Test
    void affinityThatNamesNoCoreInUseCountsAsNone() {
        ready(2);
        PolicyThread thread = table.byIndex(0);
        thread.affinity = 1L << 1;
        assertFalse(thread.mayRunOn(0));
        assertTrue(thread.restricted());
        table.message(wire.core(1, new CoreCondition(2, false, 0)));
        assertTrue(thread.mayRunOn(0));
        assertFalse(thread.restricted());
        table.message(wire.core(1, new CoreCondition(3, true, 0)));
        assertFalse(thread.mayRunOn(0));
    }

    @Test
    void malformedMessagesAreCountedAndChangeNothing() {
        table.message(wire.raw(0, T, 1));
        table.message(wire.raw(200, T, 1));
        table.message(wire.raw(MessageKind.READY.ordinal(), T, 1));
        table.message(wire.raw(MessageKind.READY.ordinal() | 99 << 8, T, 1));
        table.message(wire.raw(MessageKind.READY.ordinal() | 2 << 8, TargetId.of(-5, 1), 1));
        table.message(wire.raw(MessageKind.READY.ordinal() | 2 << 8, TargetId.of(1 << 30, 1), 1));
        table.message(wire.raw(MessageKind.CORE.ordinal() | 1 << 8 | 500L << 16));
        assertEquals(7, table.drainMalformed());
        assertEquals(List.of(), story.drain());
    }

    @Test
    void messageWithAWeightOfZeroIsNotBelieved() {
        long head = MessageKind.READY.ordinal() | 2L << 8 | 0xffffL << 16;
        table.message(wire.raw(head, T, 1, 5));
        boolean refused = table.drainMalformed() == 1;
        assertTrue(refused || table.byIndex(0).weight() >= 1, "docs/protocol.md: a weight is 1 to 65535");
    }

    @Test
    void pickingWhatIsNotReadyIsRefusedInWords() {
        PolicyThread thread = running();
        var failure = assertThrows(IllegalStateException.class, () -> table.picked(thread));
        assertTrue(failure.getMessage().contains("may only pick threads it was told are ready"), failure.getMessage());
        ready(7);
        var queued = assertThrows(IllegalStateException.class, () -> table.picked(thread));
        assertTrue(queued.getMessage().contains("still in a queue"), queued.getMessage());
        assertFalse(cores[0].canBePreempted());
    }
}
