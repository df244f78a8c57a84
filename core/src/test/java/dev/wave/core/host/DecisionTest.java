package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.SteppedLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks on a decision, their order, and the one outcome of each (docs/protocol.md, section 2). */
class DecisionTest {
    private final SteppedHost host = SteppedHost.ofCores(2);
    private HostTarget target;
    private RawDecisions raw;
    private FifoAgent agent;

    @BeforeEach
    void putAnAgentInCharge() {
        target = host.ready();
        agent = host.attached();
        // The target was in the fallback's list; the first look hands that over.
        assertNull(host.enclave.take(0));
        agent.receive();
        raw = new RawDecisions(host.link, agent.region(), 0, agent.epoch());
    }

    private Outcome answerTo(RawDecisions.Words words) {
        raw.publish(words);
        HostTarget taken = host.enclave.take(0);
        Outcome outcome = raw.answer();
        assertEquals(outcome == Outcome.COMMITTED ? target : null, taken);
        assertEquals(1, host.outcomes(outcome), "counted");
        return outcome;
    }

    private RawDecisions.Words right() {
        return raw.decision(target.id(), target.sequence());
    }

    @Test
    void rightDecisionCommitsAndIsAnsweredInFull() {
        long stamp = target.sequence();
        RawDecisions.Words words = right();
        assertEquals(Outcome.COMMITTED, answerTo(words));
        assertEquals(TargetState.RUNNING, target.state());
        assertEquals(stamp + 1, target.sequence());
        assertEquals(target.id(), raw.answerWord(2));
        assertEquals(stamp + 1, raw.answerWord(3), "sequence number after the outcome");
        assertEquals(0, raw.answerWord(4), "position");
        assertEquals(words.id(), raw.answerWord(5));
        assertEquals(target.dispatch(), raw.answerWord(6));
        assertEquals(1, target.dispatch());
        assertEquals(host.clock.nanos(), raw.answerWord(7));
        assertEquals(1, host.enclave.counters(0).get(Counters.DISPATCHES));
    }

    @Test
    void staleDecisionIsRefusedAndReported() {
        assertEquals(Outcome.STALE, answerTo(raw.decision(target.id(), target.sequence() - 1)));
        assertEquals(target.sequence(), raw.answerWord(3));
        assertEquals(TargetState.READY, target.state());
    }

    /** The host may have read them all; the agent's books, by which it understands the outcomes, still need each. */
    @Test
    void decisionKeepsItsSlotUntilItsOutcomeWasTakenIn() {
        int slots = host.enclave.geometry().decisionSlots();
        for (int i = 0; i < slots; i++) {
            assertTrue(agent.port().hasRoom(0), i + " decisions");
            agent.port().decide(0, new FifoAgent.Bare(target.id(), target.sequence() - 1), host.clock.nanos());
        }
        assertFalse(agent.port().hasRoom(0), "before the host has looked");
        assertNull(host.enclave.take(0));
        assertEquals(slots, host.outcomes(Outcome.STALE));
        assertFalse(agent.port().hasRoom(0), "before the outcomes were taken in");
        agent.receive();
        assertTrue(agent.port().hasRoom(0));
    }

    @Test
    void stampFromTheFutureIsStaleToo() {
        assertEquals(Outcome.STALE, answerTo(raw.decision(target.id(), target.sequence() + 1)));
    }

    @Test
    void decisionAboutWhatCannotRunIsNamedNotReady() {
        HostTarget blocked = host.blocked();
        assertEquals(Outcome.NOT_READY, answerTo(raw.decision(blocked.id(), blocked.sequence())));
        assertEquals(blocked.sequence(), raw.answerWord(3));
        assertEquals(TargetState.BLOCKED, blocked.state());
    }

    @Test
    void slotReadTwiceCommitsOnce() {
        RawDecisions.Words words = right();
        assertEquals(Outcome.COMMITTED, answerTo(words));
        raw.publish(words);
        assertNull(host.enclave.take(0));
        assertEquals(Outcome.STALE, raw.answer());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 77, 1 << 22, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void indexThatWasNeverGivenOutIsUnknown(int index) {
        assertEquals(Outcome.UNKNOWN_TARGET, answerTo(raw.decision(TargetId.of(index, 1), 1)));
        assertEquals(0, raw.answerWord(3), "0: the target is unknown");
        assertEquals(5, host.error(0, 1));
        assertEquals(TargetId.of(index, 1), host.error(0, 10), "with its bytes");
    }

    @Test
    void otherGenerationOfAnIndexIsUnknown() {
        long other = TargetId.of(target.index(), TargetId.generation(target.id()) + 1);
        assertEquals(Outcome.UNKNOWN_TARGET, answerTo(raw.decision(other, target.sequence())));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void departedTargetIsUnknownWhateverTheStamp(int behind) {
        fillMessageQueue();
        host.enclave.apply(target, TargetEvent.EXIT, TargetWord.NO_CORE);
        assertEquals(TargetState.GONE, target.state());
        assertEquals(target, host.enclave.find(target.id()), "kept until the agent could be told");
        assertEquals(Outcome.UNKNOWN_TARGET, answerTo(raw.decision(target.id(), target.sequence() - behind)));
        assertEquals(0, raw.answerWord(3), "0: the target is unknown");
    }

    private void fillMessageQueue() {
        for (int i = 0; i < host.geometry.messageSlots(); i++) {
            host.enclave.apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE);
        }
    }

    @Test
    void affinityThatForbidsTheCoreIsNamed() {
        target.affinity(0b10);
        assertEquals(Outcome.NOT_PERMITTED, answerTo(right()));
        assertEquals(TargetState.READY, target.state());
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 0x100", "1, 0xff00", "6, 1", "7, -1"})
    void unknownKindOrReservedBitsAreMalformed(int word, String bits) {
        assertEquals(Outcome.MALFORMED, answerTo(right().flip(word, Long.decode(bits))));
        assertEquals(2, host.error(0, 1), "2: refused MALFORMED");
        assertEquals(0, host.error(0, 2), "on core 0");
        assertEquals(1, host.error(0, 3), "the first of its kind");
        for (int i = 1; i < 8; i++) {
            assertEquals(raw.published(i), host.error(0, 8 + i), "word " + i + " as copied");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 0xffffffffL})
    void anotherEpochIsRefusedAsOld(long epoch) {
        assertEquals(Outcome.OLD_EPOCH, answerTo(right().flip(1, (agent.epoch() ^ epoch) << 32)));
        assertEquals(3, host.error(0, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 0xffff})
    void anotherCoreThanTheQueuesIsWrong(long core) {
        assertEquals(Outcome.WRONG_CORE, answerTo(right().flip(1, core << 16)));
        assertEquals(4, host.error(0, 1));
    }

    @Test
    void firstCheckThatFailsNamesTheOutcome() {
        // Everything is wrong at once; mending one thing after the other shows the order.
        host.enclave.apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE);
        target.affinity(0b10);
        RawDecisions.Words words = raw.decision(TargetId.of(500, 1), 0);
        raw.withdrawBelow(100);
        long core = 1L << 16;
        long epoch = 7L << 32;
        assertEquals(Outcome.MALFORMED, answerTo(words.flip(1, core | epoch).flip(6, 1)));
        assertEquals(Outcome.OLD_EPOCH, answerTo(words.flip(1, core | epoch)));
        assertEquals(Outcome.WRONG_CORE, answerTo(words.flip(1, core)));
        assertEquals(Outcome.WITHDRAWN, answerTo(words));
        raw.withdrawBelow(0);
        assertEquals(Outcome.UNKNOWN_TARGET, answerTo(words));
        assertEquals(Outcome.STALE, answerTo(raw.decision(target.id(), 0)));
        assertEquals(Outcome.NOT_PERMITTED, answerTo(right()));
        HostTarget blocked = host.blocked();
        blocked.affinity(0b10);
        assertEquals(Outcome.NOT_READY, answerTo(raw.decision(blocked.id(), blocked.sequence())));
        target.affinity(0);
        assertEquals(Outcome.COMMITTED, answerTo(right()));
    }

    @Test
    void refusedDecisionsDoNotKeepACoreForThemselves() {
        SteppedHost wide = new SteppedHost(new Geometry(1, 2, 64, 32, 64));
        HostTarget ready = wide.ready();
        FifoAgent fifo = wide.attached();
        for (int i = 0; i < 20; i++) {
            fifo.publish(0, new FifoAgent.Bare(ready.id(), 0));
        }
        fifo.publish(0, new FifoAgent.Bare(ready.id(), ready.sequence()));
        assertNull(wide.enclave.take(0));
        assertEquals(16, wide.outcomes(Outcome.STALE));
        wide.runs(0, ready);
    }

    @Test
    void outcomesComeInTheOrderOfTheirPositions() {
        HostTarget second = host.ready();
        raw.publish(raw.decision(target.id(), 0));
        raw.publish(raw.decision(second.id(), second.sequence()));
        raw.publish(right());
        host.runs(0, second);
        host.runs(0, target);
        for (Outcome expected : List.of(Outcome.STALE, Outcome.COMMITTED, Outcome.COMMITTED)) {
            assertEquals(expected, raw.answer());
        }
        assertEquals(2, raw.answerWord(4));
        assertEquals(2, raw.answerWord(6), "dispatch numbers of a core count up");
    }

    @Test
    void sleepingAgentIsWokenByARefusal() {
        SteppedLink.Line line = (SteppedLink.Line) agent.port().interrupt();
        line.arm();
        long before = line.rings();
        raw.publish(raw.decision(target.id(), 0));
        assertNull(host.enclave.take(0));
        assertTrue(line.rings() > before, "it waits for this outcome; until then it decides nothing about the target");
    }

    @Test
    void outcomeCodesAreThoseOfThePage() {
        String page = "COMMITTED WITHDRAWN ABANDONED MALFORMED OLD_EPOCH WRONG_CORE UNKNOWN_TARGET STALE NOT_READY"
                + " NOT_PERMITTED NOT_TOGETHER";
        int code = 1;
        for (String name : page.split(" ")) {
            assertEquals(Outcome.valueOf(name), Outcome.ofCode(code));
            assertEquals(code++, Outcome.valueOf(name).code());
        }
        assertNull(Outcome.ofCode(0));
        assertNull(Outcome.ofCode(code));
        assertNull(OutcomeLayout.outcome(raw.outcomes()));
    }
}
