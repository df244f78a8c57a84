package dev.wave.lab.mutation;

import dev.wave.core.host.HostTarget;

/** A thread of a {@link MachineStory}. */
final class StoryTarget extends HostTarget {
    static final int NOWHERE = -1;

    /** The core it is on, as the cores themselves know it. */
    int on = NOWHERE;

    /** It was woken and has not run since. */
    boolean owed;

    int timesPreempted;
}
