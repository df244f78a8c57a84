package dev.wave.core.host;

/** A target of an {@link EnclaveStory}, with what its checks must know about it. */
final class StoryTarget extends HostTarget {
    /** The core it is on by the story's own books; -1 for none. */
    int on = -1;

    /** Woken, and no run began since. */
    boolean owed;
}
