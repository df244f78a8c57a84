package dev.wave.core.model;

import java.util.Locale;

/** How a number is known. */
public enum Confidence {
    /** Read in the named source. */
    FOUND,
    /** Measured, by the program and on the machine that the source names. */
    MEASURED,
    /** Arithmetic on found facts. */
    DERIVED,
    /** Chosen so that the named result of a microbenchmark comes out. */
    FITTED,
    /** From memory: a default, and labelled as such wherever it shows. */
    RECALLED;

    /** As it is written in files and tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
