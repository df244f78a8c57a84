package dev.wave.core.counters;

import dev.wave.core.protocol.Outcome;

/** What an agent counts in its region, from zero in each epoch (docs/protocol.md, section 5). Words 1 to 10 are the outcomes it received. */
public enum AgentCounter implements Counter {
    DECISIONS("decisions published"),
    COMMITTED("decisions carried out"),
    WITHDRAWN("decisions given back because the agent asked for it"),
    ABANDONED("decisions unanswered when the epoch ended"),
    MALFORMED_DECISIONS("decisions refused as malformed"),
    OLD_EPOCH("decisions refused: made under an epoch that is over"),
    WRONG_CORE("decisions refused: for another core than the queue's"),
    UNKNOWN_TARGET("decisions refused: about something that does not exist or has departed"),
    STALE("decisions refused: the target had moved on"),
    NOT_READY("decisions refused: the target could not run"),
    NOT_PERMITTED("decisions refused: the target may not run on that core"),
    MESSAGES("messages read"),
    OLDER_MESSAGES("messages dropped because a newer one about the same target had come by another queue"),
    CORRUPT("slots whose valid word no correct host could have left"),
    MALFORMED("messages and outcomes that make no sense"),
    PREEMPTIONS("cores asked to let go"),
    WITHDRAWALS("times a core's decisions were asked back"),
    BUSY_STEPS("steps with work"),
    IDLE_STEPS("steps without work"),
    BUSY_NANOS("nanoseconds in steps with work"),
    IDLE_NANOS("nanoseconds in steps without work"),
    ASLEEP_NANOS("nanoseconds asleep"),
    POLICY_FAILURES("steps that ended because the policy threw"),
    NOT_TOGETHER("decisions refused: another one of the same group could not be carried out");

    /** Those of version 1 stand together; the one that came with version 2 stands behind all others. */
    private static final AgentCounter[] VALUES = values();

    private final String meaning;

    AgentCounter(String meaning) {
        this.meaning = meaning;
    }

    /** What counts an outcome. */
    public static AgentCounter of(Outcome outcome) {
        return outcome == Outcome.NOT_TOGETHER ? NOT_TOGETHER : VALUES[outcome.code()];
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
