package dev.wave.lab.experiment;

import java.util.List;
import java.util.concurrent.Callable;

/** How an experiment gets its runs done: side by side on all cores, repeatably. */
public interface Runs {
    /** What all randomness of the experiment comes from. */
    long seed();

    /** How often a point is run anew, each time from another seed, to say how sure it is. */
    int repetitions();

    /** True if the user wants a first look rather than an exact one: shorter runs. */
    boolean quick();

    /**
     * Runs all of them, as many at a time as there are workers.
     *
     * @param what one of them, for the progress line: "load points"
     * @return their results, in the order of the tasks
     */
    <T> List<T> all(String what, List<? extends Callable<T>> tasks);
}
