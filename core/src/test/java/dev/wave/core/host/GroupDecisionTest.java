package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions that are carried out together or not at all (docs/protocol.md, section 2.1). */
class GroupDecisionTest {
    private final SteppedHost host = SteppedHost.ofCores(2);
    private HostTarget first;
    private HostTarget second;
    private FifoAgent agent;
    private RawDecisions[] raw;
    private int number;

    @BeforeEach
    void putAnAgentInCharge() {
        first = host.ready();
        second = host.ready();
        agent = host.attached();
        // The targets were in the fallback's list; the first look hands them over.
        assertNull(host.enclave.take(0));
        agent.receive();
        raw = new RawDecisions[] {
            new RawDecisions(host.link, agent.region(), 0, agent.epoch()),
            new RawDecisions(host.link, agent.region(), 1, agent.epoch())
        };
    }

    private void publish(int core, HostTarget target, long stamp) {
        RawDecisions.Words plain = raw[core].decision(target.id(), stamp);
        raw[core].publish(plain.flip(6, DecisionGroup.of(0, number, 2, core)));
    }

    /** A group of both targets, each on its core. */
    private void publishBoth() {
        number++;
        publish(0, first, first.sequence());
        publish(1, second, second.sequence());
    }

    private void assertNobodyStarted() {
        assertEquals(TargetState.READY, first.state());
        assertEquals(TargetState.READY, second.state());
    }

    @Test
    void firstCoreWaitsUntilTheLastHasCome() {
        long stamp = first.sequence();
        publishBoth();
        assertNull(host.enclave.take(0));
        assertNull(host.enclave.take(0), "however often it looks");
        assertFalse(host.enclave.hasWork(0), "so it may sleep");
        assertEquals(0, host.outcomes(Outcome.COMMITTED), "nothing has started");
        host.runs(1, second);
        assertTrue(host.enclave.hasWork(0));
        host.runs(0, first);
        assertEquals(Outcome.COMMITTED, raw[0].answer());
        assertEquals(stamp + 1, raw[0].answerWord(3), "sequence number after the outcome");
        assertEquals(first.dispatch(), raw[0].answerWord(6));
        assertEquals(Outcome.COMMITTED, raw[1].answer());
        assertEquals(1, host.enclave.counters(0).get(Counters.HELD));
        assertEquals(0, host.enclave.counters(1).get(Counters.HELD));
    }

    @Test
    void coreThatWaitsIsRungWhenTheGroupIsComplete() {
        publishBoth();
        assertNull(host.enclave.take(0));
        host.enclave.interrupt(0).arm();
        long before = host.link.toHost().load(agent.region().agentInterrupt(0));
        host.runs(1, second);
        assertTrue(before != host.link.toHost().load(agent.region().agentInterrupt(0)), "it was rung");
    }

    @Test
    void staleMemberRefusesTheOther() {
        number++;
        publish(0, first, first.sequence());
        publish(1, second, second.sequence() - 1);
        assertNull(host.enclave.take(0));
        assertNull(host.enclave.take(1));
        assertEquals(Outcome.STALE, raw[1].answer());
        assertNull(host.enclave.take(0));
        assertEquals(Outcome.NOT_TOGETHER, raw[0].answer());
        assertNobodyStarted();
        assertEquals(1, host.outcomes(Outcome.NOT_TOGETHER));
        assertEquals(first.sequence(), raw[0].answerWord(3));
    }

    @Test
    void memberThatComesAfterARefusalIsRefusedAtOnce() {
        number++;
        publish(0, first, first.sequence());
        publish(1, second, second.sequence() - 1);
        assertNull(host.enclave.take(1));
        assertNull(host.enclave.take(0));
        assertEquals(Outcome.NOT_TOGETHER, raw[0].answer());
        assertNobodyStarted();
    }

    /** The agent died between the two slots, or the other core is busy: the target is not kept for ever. */
    @Test
    void memberWaitsForABoundedTime() {
        number++;
        publish(0, first, first.sequence());
        assertNull(host.enclave.take(0));
        assertEquals(GroupMember.WAIT_NANOS, host.enclave.restNanos(0, Long.MAX_VALUE), "it sleeps no longer");
        assertEquals(5, host.enclave.restNanos(0, 5));
        assertEquals(Long.MAX_VALUE, host.enclave.restNanos(1, Long.MAX_VALUE));
        host.clock.advance(GroupMember.WAIT_NANOS);
        assertTrue(host.enclave.hasWork(0));
        assertNull(host.enclave.take(0));
        assertEquals(Outcome.NOT_TOGETHER, raw[0].answer());
        assertEquals(TargetState.READY, first.state());
        publish(1, second, second.sequence());
        assertNull(host.enclave.take(1));
        assertEquals(Outcome.NOT_TOGETHER, raw[1].answer(), "whoever comes later");
    }

    @Test
    void heldTargetIsNobodyElses() {
        publishBoth();
        assertNull(host.enclave.take(0));
        assertEquals(TargetState.RUNNING, first.state(), "taken");
        host.wake(first);
        host.runs(1, second);
        assertEquals(first, host.enclave.take(0));
        assertEquals(TargetState.WOKEN, first.state(), "woken while it was held: it runs once more afterwards");
    }

    @Test
    void heldTargetIsGivenBackWhenItIsAskedFor() {
        number++;
        publish(0, first, first.sequence());
        assertNull(host.enclave.take(0));
        raw[0].withdrawBelow(1);
        host.enclave.idleDuties(1);
        assertEquals(Outcome.WITHDRAWN, raw[0].answer(), "somebody idle answers");
        assertEquals(TargetState.READY, first.state());
        publish(1, second, second.sequence());
        assertNull(host.enclave.take(1));
        assertEquals(Outcome.NOT_TOGETHER, raw[1].answer());
    }

    @Test
    void completeGroupIsNotAskedBackAnyMore() {
        publishBoth();
        assertNull(host.enclave.take(0));
        host.runs(1, second);
        raw[0].withdrawBelow(1);
        host.enclave.idleDuties(1);
        host.runs(0, first);
        assertEquals(Outcome.COMMITTED, raw[0].answer());
    }

    @Test
    void epochThatEndsGivesHeldTargetsToTheFallback() {
        publishBoth();
        assertNull(host.enclave.take(0));
        host.watchdog.close();
        assertEquals(TargetState.READY, first.state());
        assertEquals(2, host.outcomes(Outcome.ABANDONED), "the held one and the one nobody had looked at");
        HostTarget one = host.enclave.take(0);
        HostTarget other = host.enclave.take(1);
        assertTrue(one != null && other != null && one != other, "the fallback runs both");
    }

    /** The other one runs already; this one counts as started and preempted before it did anything. */
    @Test
    void epochThatEndsBeforeTheLastMemberStartsLosesNothing() {
        publishBoth();
        assertNull(host.enclave.take(0));
        host.runs(1, second);
        host.watchdog.close();
        assertEquals(TargetState.READY, first.state());
        host.runs(0, first);
        host.off(second, TargetEvent.BLOCK, 1);
        assertEquals(TargetState.BLOCKED, second.state());
    }

    @Test
    void targetThatEndsWhileItIsHeldIsNotMadeReadyAgain() {
        number++;
        publish(0, first, first.sequence());
        assertNull(host.enclave.take(0));
        host.enclave.apply(first, TargetEvent.EXIT, TargetWord.NO_CORE);
        host.clock.advance(GroupMember.WAIT_NANOS);
        assertNull(host.enclave.take(0));
        assertEquals(Outcome.NOT_TOGETHER, raw[0].answer());
        assertTrue(first.state() == TargetState.GONE || first.state() == TargetState.ABSENT);
    }

    @Test
    void targetThatEndsWhileItIsHeldDoesNotStartWhenTheGroupIsComplete() {
        publishBoth();
        assertNull(host.enclave.take(0));
        host.enclave.apply(first, TargetEvent.EXIT, TargetWord.NO_CORE);
        host.runs(1, second);
        assertNull(host.enclave.take(0));
        assertEquals(Outcome.UNKNOWN_TARGET, raw[0].answer());
        assertEquals(Outcome.COMMITTED, raw[1].answer());
    }

    @Test
    void groupThatMakesNoSenseIsMalformed() {
        long[] bad = {DecisionGroup.of(2, 1, 2, 0), DecisionGroup.of(0, 0, 2, 0), DecisionGroup.of(0, 1, 1, 0), 1L << 24
        };
        for (long group : bad) {
            raw[0].publish(raw[0].decision(first.id(), first.sequence()).flip(6, group));
            assertNull(host.enclave.take(0));
            assertEquals(Outcome.MALFORMED, raw[0].answer(), Long.toHexString(group));
        }
        assertNobodyStarted();
    }

    @Test
    void ordinaryDecisionsGoOnBehindARefusedGroup() {
        number++;
        publish(0, first, first.sequence());
        raw[0].publish(raw[0].decision(second.id(), second.sequence()));
        assertNull(host.enclave.take(0), "not before the group is decided: decisions of a core come in their order");
        host.clock.advance(GroupMember.WAIT_NANOS);
        host.runs(0, second);
        assertEquals(Outcome.NOT_TOGETHER, raw[0].answer());
        assertEquals(Outcome.COMMITTED, raw[0].answer());
    }
}
