package dev.wave.lab.experiment;

/** One figure or table of a published evaluation, on the simulated machine. */
public interface Experiment {
    /** By which the user asks for it: one lower-case word. */
    String name();

    /** What it reproduces, in one line. */
    String subject();

    /** Runs it; the same seed gives the same findings, whatever the number of workers. */
    Findings run(Runs runs);
}
