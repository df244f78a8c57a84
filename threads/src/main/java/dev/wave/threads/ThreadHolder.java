package dev.wave.threads;

/** Where a policy keeps threads that wait. A thread is in one at a time; the agent takes it out when it cannot run any more. */
public sealed interface ThreadHolder permits ThreadQueue, ThreadHeap {

    /** Takes out a thread; false if it is not here. */
    boolean remove(PolicyThread thread);
}
