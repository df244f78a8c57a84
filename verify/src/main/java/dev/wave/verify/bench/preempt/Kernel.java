package dev.wave.verify.bench.preempt;

import java.util.function.LongSupplier;
import wavebench.loops.Loops;

/** The loops that are preempted, by the name they have in the table. */
enum Kernel {
    TIGHT("tight int loop", true, Loops::tight),
    LONG_COUNTER("long counter", true, Loops::longCounter),
    VECTORISED("vectorised", true, Loops::vectorised),
    BRANCHY("branchy", true, Loops::branchy),
    CALLS("recursive calls", true, Loops::calls),
    MISSES("cache misses", true, Loops::misses),
    ALLOCATING("allocating", true, Loops::allocating),
    MONITORS("monitors", true, Loops::monitors),
    LIBRARY("calls of the library", true, Loops::library),
    NO_PREEMPT("no polls: @NoPreempt", false, Loops::noPreempt),
    INSIDE_THE_JDK("no polls: inside the JDK (Arrays.sort)", false, Loops::insideTheJdk);

    final String title;

    /** False for loops that can be preempted only when they end. */
    final boolean polled;

    final LongSupplier body;

    Kernel(String title, boolean polled, LongSupplier body) {
        this.title = title;
        this.polled = polled;
        this.body = body;
    }
}
