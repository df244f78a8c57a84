package dev.wave.core.counters;

import dev.wave.core.protocol.Outcome;

/** What the host counts for each of its cores (docs/protocol.md, section 5). The first ten are the outcomes, in the order of their codes; words from 16 on lie in a second block. */
public enum CoreCounter implements Counter {
    COMMITTED("decisions carried out"),
    WITHDRAWN("decisions given back because the agent asked for it"),
    ABANDONED("decisions unanswered when their epoch ended"),
    MALFORMED("decisions refused: kind or reserved words make no sense"),
    OLD_EPOCH("decisions refused: made under an epoch that is over"),
    WRONG_CORE("decisions refused: for another core than the queue's"),
    UNKNOWN_TARGET("decisions refused: about something that does not exist or has departed"),
    STALE("decisions refused: the target had moved on"),
    NOT_READY("decisions refused: the target could not run"),
    NOT_PERMITTED("decisions refused: the target may not run on this core"),
    MESSAGES("messages sent by this core"),
    NO_ROOM("times a message of this core found its queue full; it is sent later"),
    DISPATCHES("targets started on this core, whoever decided"),
    FALLBACK_RUNS("targets started on this core by the fallback"),
    PREEMPTIONS("targets that came off this core because the agent asked for it"),
    CORRUPT("decision slots whose valid word no correct agent could have left"),
    NOT_TOGETHER("decisions refused: another one of the same group could not be carried out"),
    HELD("decisions that waited for others of their group");

    private static final CoreCounter[] VALUES = values();

    private final String meaning;

    CoreCounter(String meaning) {
        this.meaning = meaning;
    }

    /** What counts an outcome. */
    public static CoreCounter of(Outcome outcome) {
        return outcome == Outcome.NOT_TOGETHER ? NOT_TOGETHER : VALUES[outcome.code() - 1];
    }

    @Override
    public int word() {
        return ordinal();
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
