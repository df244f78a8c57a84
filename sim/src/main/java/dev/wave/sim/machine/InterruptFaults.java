package dev.wave.sim.machine;

/** What becomes of interrupts on their way. */
public interface InterruptFaults {
    /** How many arrive of the one that is raised now: none if it is lost, more than one if it is duplicated. */
    int copies();

    /** How much later than it should one of them arrives. */
    long latePicos();
}
