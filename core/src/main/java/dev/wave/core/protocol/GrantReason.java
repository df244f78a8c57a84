package dev.wave.core.protocol;

/** Why a claim was refused or a grant ended; the ordinal is the code on the wire. */
public enum GrantReason {
    NONE("no reason"),
    IN_CHARGE("another agent is in charge: end it first, or start this one with --replace"),
    VERSION("the service speaks another version of the protocol: bring both to a common release"),
    MALFORMED("the claim could not be read"),
    SILENT("the agent was silent for longer than the fallback deadline"),
    DEAD("the agent's process died"),
    NONSENSE("the agent wrote what no agent may write"),
    REPLACED("another agent took over"),
    HOST_CLOSED("the service has ended"),
    LEFT("the agent left");

    private final String words;

    GrantReason(String words) {
        this.words = words;
    }

    /** What to tell a person. */
    public String words() {
        return words;
    }

    public static GrantReason of(long code) {
        return code >= 0 && code < values().length ? values()[(int) code] : MALFORMED;
    }
}
