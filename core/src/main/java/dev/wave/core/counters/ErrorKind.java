package dev.wave.core.counters;

/** What an entry of the host's error log is about (docs/protocol.md, section 5); the code on the wire is the ordinal plus 1. */
public enum ErrorKind {
    CORRUPT_QUEUE("corrupt decision queue"),
    MALFORMED("decision refused: malformed"),
    OLD_EPOCH("decision refused: old epoch"),
    WRONG_CORE("decision refused: wrong core"),
    UNKNOWN_TARGET("decision refused: unknown target"),
    BAD_CLAIM("claim refused: malformed"),
    OTHER_VERSION("claim refused: another version of the protocol");

    private final String words;

    ErrorKind(String words) {
        this.words = words;
    }

    public int code() {
        return ordinal() + 1;
    }

    /** What to tell a person. */
    public String words() {
        return words;
    }

    /** The kind with that code, or null if there is none. */
    public static ErrorKind ofCode(long code) {
        return code >= 1 && code <= values().length ? values()[(int) code - 1] : null;
    }

    /** True if the entry's place is a region, false if it is a core. */
    public boolean aboutARegion() {
        return this == BAD_CLAIM || this == OTHER_VERSION;
    }
}
