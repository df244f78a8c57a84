package dev.wave.core.protocol;

/** Events of a target in the host's table (docs/protocol.md, section 1). */
public enum TargetEvent {
    CREATE,
    WAKE,
    COMMIT,
    COMMIT_STALE,
    TAKE,
    BLOCK,
    YIELD,
    PREEMPT,
    EXIT,
    CHANGE,
    FALLBACK,
    DISCOVER
}
