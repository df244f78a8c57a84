package dev.wave.threads.preempt;

import java.util.ArrayList;
import java.util.List;

/** Counts what the instrumenter does. Classes are loaded on many threads, so everything here is guarded by one lock. */
final class InstrumentationTally {
    /** How many names are kept of each kind: enough to find the cause, whatever an application loads. */
    private static final int KEPT = 1000;

    private long instrumented;
    private long skipped;
    private long failed;
    private long loopsPolled;
    private long loopsInStrips;
    private long loopsLeftAlone;
    private final List<String> loopsLeft = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    synchronized void add(Instrumented outcome) {
        if (outcome.changed()) {
            instrumented++;
        } else {
            skipped++;
        }
        loopsPolled += outcome.loopsPolled();
        loopsInStrips += outcome.loopsInStrips();
        loopsLeftAlone += outcome.loopsLeftAlone().size();
        outcome.loopsLeftAlone().forEach(loop -> keep(loopsLeft, loop));
    }

    synchronized void addUnreachable() {
        skipped++;
    }

    /**
     * Notes a failure.
     *
     * @return true for the first one
     */
    synchronized boolean addFailure(String className, Throwable cause) {
        failed++;
        keep(failures, className.replace('/', '.') + ": " + cause);
        return failed == 1;
    }

    synchronized InstrumentationReport report() {
        return new InstrumentationReport(
                instrumented,
                skipped,
                failed,
                loopsPolled,
                loopsInStrips,
                loopsLeftAlone,
                List.copyOf(loopsLeft),
                List.copyOf(failures));
    }

    private static void keep(List<String> names, String name) {
        if (names.size() < KEPT) {
            names.add(name);
        }
    }
}
