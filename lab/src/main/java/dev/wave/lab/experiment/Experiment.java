package dev.wave.lab.experiment;

import java.util.Optional;

/** One figure or table of a published evaluation, on the simulated machine. */
public interface Experiment {
    /** By which the user asks for it: one lower-case word. */
    String name();

    /** What it reproduces, in one line. */
    String subject();

    /** Runs it; the same seed gives the same findings, whatever the number of workers. */
    Findings run(Runs runs);

    /** A short run of what it is about, for whoever wants to see it step by step; empty if there is nothing with cores and an agent in it. */
    default Optional<Runnable> sample(long seed) {
        return Optional.empty();
    }
}
