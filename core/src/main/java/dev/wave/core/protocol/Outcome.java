package dev.wave.core.protocol;

/** The host's answer to one decision: committed, or one named refusal. Codes as in docs/protocol.md, section 2. */
public enum Outcome {
    /** Done. */
    COMMITTED,
    /** Given back at the agent's request, before the host looked at it. */
    WITHDRAWN,
    /** Published, and unanswered when its epoch ended. */
    ABANDONED,
    /** Not a decision: unknown kind, or reserved words that are not zero. */
    MALFORMED,
    /** Made under an epoch that is over. */
    OLD_EPOCH,
    /** For another core than the queue's, or for none of the enclave. */
    WRONG_CORE,
    /** About something that does not exist, or has departed. */
    UNKNOWN_TARGET,
    /** Based on less than the whole story: the target's sequence number has moved on. */
    STALE,
    /** About a target that, as the agent knew, cannot run. */
    NOT_READY,
    /** The target's affinity does not allow the core. */
    NOT_PERMITTED,
    /** One of a group of which another could not be committed, or did not come in time. */
    NOT_TOGETHER;

    private static final Outcome[] VALUES = values();

    /** The number on the wire. */
    public int code() {
        return ordinal() + 1;
    }

    /** The outcome with that number, or null if there is none. */
    public static Outcome ofCode(long code) {
        return code >= 1 && code <= VALUES.length ? VALUES[(int) code - 1] : null;
    }

    /** True for the outcomes counted as refusals. */
    public boolean refused() {
        return ordinal() >= MALFORMED.ordinal();
    }
}
