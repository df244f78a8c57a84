package dev.wave.core.protocol;

/** States of a target in the host's table (docs/protocol.md, section 1); the ordinal is the code on the wire. */
public enum TargetState {
    ABSENT,
    BLOCKED,
    READY,
    RUNNING,
    WOKEN,
    GONE;

    private static final TargetState[] VALUES = values();

    public static TargetState of(int code) {
        return VALUES[code];
    }

    /** True while it is on a core. */
    public boolean onCore() {
        return this == RUNNING || this == WOKEN;
    }

    /** What the agent is told: it need not know that a running target was woken. */
    public TargetState onTheWire() {
        return this == WOKEN ? RUNNING : this;
    }
}
