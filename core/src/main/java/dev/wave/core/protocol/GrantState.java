package dev.wave.core.protocol;

/** The state of a region as its grant line shows it; the ordinal is the code on the wire. */
public enum GrantState {
    FREE,
    GRANTED,
    REVOKED,
    REFUSED;

    public static GrantState of(long code) {
        return code >= 0 && code < values().length ? values()[(int) code] : REFUSED;
    }
}
