package dev.wave.core.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.protocol.Transition.EpochRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the table of docs/protocol.md is complete, and that no row breaks an invariant of the same page. */
class StateTableTest {
    private static final Set<TargetEvent> OFF_A_CORE =
            EnumSet.of(TargetEvent.BLOCK, TargetEvent.YIELD, TargetEvent.PREEMPT);
    private static final Set<TargetEvent> DECISIONS = EnumSet.of(TargetEvent.COMMIT, TargetEvent.COMMIT_STALE);

    /** Pairs that cannot happen, and why. */
    private static Map<String, String> impossible() {
        Map<String, String> reasons = new TreeMap<>();
        for (TargetState state : TargetState.values()) {
            if (state != TargetState.ABSENT) {
                reasons.put(state + " CREATE", "an index is taken by one target at a time");
            }
        }
        for (TargetState state :
                EnumSet.of(TargetState.ABSENT, TargetState.BLOCKED, TargetState.READY, TargetState.GONE)) {
            for (TargetEvent event : OFF_A_CORE) {
                reasons.put(state + " " + event, "what is on no core does not come off one");
            }
        }
        reasons.put("ABSENT WAKE", "nobody holds a target before it is registered");
        reasons.put("ABSENT TAKE", "only what was ready is in the fallback's list");
        reasons.put("ABSENT EXIT", "nobody holds a target before it is registered");
        reasons.put("ABSENT CHANGE", "nobody holds a target before it is registered");
        reasons.put("ABSENT FALLBACK", "the watchdog visits what is registered, and that was created before");
        reasons.put("ABSENT DISCOVER", "the watchdog visits what is registered, and that was created before");
        reasons.put("GONE EXIT", "it ends once");
        return reasons;
    }

    @Test
    void everyPairHasARowOrAReasonWhyNot() {
        Map<String, String> impossible = impossible();
        for (TargetState state : TargetState.values()) {
            for (TargetEvent event : TargetEvent.values()) {
                String pair = state + " " + event;
                boolean row = StateTable.find(state, event) != null;
                assertNotEquals(row, impossible.containsKey(pair), pair + ": " + impossible.get(pair));
            }
        }
    }

    @Test
    void rowsAreFoundByTheirPair() {
        for (Transition row : StateTable.rows()) {
            assertEquals(row, StateTable.find(row.state(), row.event()));
        }
        assertEquals(72 - impossible().size(), StateTable.rows().size());
    }

    private static void everyRow(String rule, java.util.function.Predicate<Transition> holds) {
        List<Transition> broken =
                StateTable.rows().stream().filter(holds.negate()).toList();
        assertTrue(broken.isEmpty(), rule + ": " + broken);
    }

    private static boolean onACore(TargetState state) {
        return state == TargetState.RUNNING || state == TargetState.WOKEN;
    }

    @Test
    void onlyADecisionOrTheFallbackPutsATargetOnACore() {
        everyRow(
                "on a core by COMMIT or TAKE, from READY only",
                row -> onACore(row.state())
                        || !onACore(row.next())
                        || row.state() == TargetState.READY
                                && (row.event() == TargetEvent.COMMIT || row.event() == TargetEvent.TAKE));
    }

    @Test
    void aTargetLeavesItsCoreOnlyByComingOffOrEnding() {
        everyRow(
                "off a core only by BLOCK, YIELD, PREEMPT, EXIT",
                row -> !onACore(row.state())
                        || onACore(row.next())
                        || OFF_A_CORE.contains(row.event())
                        || row.event() == TargetEvent.EXIT);
    }

    @Test
    void whoeverIsInChargeHearsOfEveryTargetThatBecomesReady() {
        everyRow(
                "READY from elsewhere has a message",
                row -> row.next() != TargetState.READY
                        || row.state() == TargetState.READY
                        || row.message() != MessageKind.NONE);
    }

    @Test
    void everyChangeTheAgentCanSeeAdvancesTheNumber() {
        everyRow(
                "state on the wire changes: +1",
                row -> row.state().onTheWire() == row.next().onTheWire() || row.advances());
        everyRow("a message carries a new number", row -> row.message() == MessageKind.NONE || row.advances());
        everyRow(
                "a number advances when the agent is told, by its own decision, or with its epoch",
                row -> !row.advances()
                        || row.message() != MessageKind.NONE
                        || row.epoch() != EpochRule.ANY
                        || row.event() == TargetEvent.CREATE);
    }

    @Test
    void wakeUpsAreSilentUnlessTheyMakeReady() {
        everyRow(
                "WAKE speaks only from BLOCKED",
                row -> row.event() != TargetEvent.WAKE
                        || (row.message() != MessageKind.NONE) == (row.state() == TargetState.BLOCKED));
        assertEquals(
                TargetState.WOKEN,
                StateTable.find(TargetState.RUNNING, TargetEvent.WAKE).next());
        assertEquals(
                TargetState.READY,
                StateTable.find(TargetState.WOKEN, TargetEvent.BLOCK).next());
    }

    @Test
    void outcomesAnswerDecisionsAndTheFallbackOnly() {
        everyRow(
                "an outcome exactly for COMMIT, COMMIT_STALE, TAKE",
                row -> (row.outcome() != null) == (DECISIONS.contains(row.event()) || row.event() == TargetEvent.TAKE));
        everyRow(
                "COMMITTED exactly where the target starts to run",
                row -> (row.outcome() == Outcome.COMMITTED)
                        == (row.state() == TargetState.READY && row.next() == TargetState.RUNNING));
        everyRow(
                "a refusal changes nothing",
                row -> row.outcome() == null
                        || row.outcome() == Outcome.COMMITTED
                        || row.state() == row.next() && !row.advances());
        everyRow(
                "a different stamp never commits",
                row -> row.event() != TargetEvent.COMMIT_STALE || row.outcome() != Outcome.COMMITTED);
    }

    @Test
    void decisionsCountForTheCurrentEpochAlone() {
        everyRow(
                "COMMIT and COMMIT_STALE: current",
                row -> DECISIONS.contains(row.event()) == (row.epoch() == EpochRule.CURRENT));
        everyRow("FALLBACK: ends", row -> (row.event() == TargetEvent.FALLBACK) == (row.epoch() == EpochRule.ENDS));
        everyRow("DISCOVER: begins", row -> (row.event() == TargetEvent.DISCOVER) == (row.epoch() == EpochRule.BEGINS));
    }

    @Test
    void anEpochsEndMakesEveryRunnableTargetStale() {
        assertTrue(StateTable.find(TargetState.READY, TargetEvent.FALLBACK).advances());
        for (TargetState state : EnumSet.complementOf(EnumSet.of(TargetState.ABSENT, TargetState.GONE))) {
            assertTrue(StateTable.find(state, TargetEvent.DISCOVER).advances(), state.toString());
            assertEquals(state, StateTable.find(state, TargetEvent.DISCOVER).next());
            assertEquals(state, StateTable.find(state, TargetEvent.FALLBACK).next());
        }
    }

    @Test
    void goneIsTheEnd() {
        everyRow(
                "nothing leads out of GONE",
                row -> row.state() != TargetState.GONE
                        || row.next() == TargetState.GONE && !row.advances() && row.message() == MessageKind.NONE);
        Set<TargetState> reachable = EnumSet.of(TargetState.ABSENT);
        for (int i = 0; i < TargetState.values().length; i++) {
            StateTable.rows().stream()
                    .filter(row -> reachable.contains(row.state()))
                    .map(Transition::next)
                    .toList()
                    .forEach(reachable::add);
        }
        assertEquals(EnumSet.allOf(TargetState.class), reachable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| NOWHERE | WAKE | READY | +1 | - | any | READY |",
                "| BLOCKED | NUDGE | READY | +1 | - | any | READY |",
                "| BLOCKED | WAKE | READY | +2 | - | any | READY |",
                "| BLOCKED | WAKE | READY | +1 | MAYBE | any | READY |",
                "| BLOCKED | WAKE | READY | +1 | - | never | READY |",
                "| BLOCKED | WAKE | READY | +1 | - | any | LOUD |",
                "| BLOCKED | WAKE | READY |"
            })
    void rowThatCannotBeReadIsQuoted(String row) {
        String message = assertThrows(IllegalStateException.class, () -> StateTable.parse(page(row)))
                .getMessage();
        assertTrue(message.contains(row), message);
        assertTrue(message.contains("protocol.md"), message);
    }

    private static String page(String row) {
        return "text\n<!-- host-table:begin -->\n| state | event |\n|---|---|\n" + row
                + "\n<!-- host-table:end -->\n| BLOCKED | not | a row |\n";
    }

    @Test
    void rowsAreReadBetweenTheMarkersOnly() {
        List<Transition> rows = StateTable.parse(page("| READY | COMMIT | RUNNING | +1 | COMMITTED | current | - |"));
        assertEquals(
                List.of(new Transition(
                        TargetState.READY,
                        TargetEvent.COMMIT,
                        TargetState.RUNNING,
                        true,
                        Outcome.COMMITTED,
                        EpochRule.CURRENT,
                        MessageKind.NONE)),
                rows);
    }

    @Test
    void pageWithoutMarkersIsRefused() {
        for (String page :
                List.of("", "<!-- host-table:begin -->", "<!-- host-table:end --><!-- host-table:begin -->")) {
            String message = assertThrows(IllegalStateException.class, () -> StateTable.parse(page))
                    .getMessage();
            assertTrue(message.contains("between its markers"), message);
        }
    }

    @Test
    void wireCodesOfReasonsAreThoseOfThePage() {
        List<String> page =
                List.of("NONE IN_CHARGE VERSION MALFORMED SILENT DEAD NONSENSE REPLACED HOST_CLOSED LEFT".split(" "));
        List<String> names = new ArrayList<>();
        for (GrantReason reason : GrantReason.values()) {
            names.add(reason.name());
            assertEquals(reason, GrantReason.of(reason.ordinal()));
            assertFalse(reason.words().isBlank());
        }
        assertEquals(page, names);
        assertEquals(GrantReason.MALFORMED, GrantReason.of(99));
        assertEquals(GrantReason.MALFORMED, GrantReason.of(-1));
        assertEquals(
                List.of("FREE", "GRANTED", "REVOKED", "REFUSED"),
                java.util.Arrays.stream(GrantState.values()).map(Enum::name).toList());
        assertEquals(GrantState.REFUSED, GrantState.of(9));
        assertNull(MessageKind.of(-1));
    }
}
