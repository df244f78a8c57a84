package dev.wave.threads;

/**
 * A queue of threads for policies. Constant time at both ends and for removal, and it allocates nothing: the links lie in the threads.
 *
 * <p>A thread is in one queue at a time.
 */
public final class ThreadQueue implements ThreadHolder {
    private PolicyThread first;
    private PolicyThread last;
    private int size;

    public void addLast(PolicyThread thread) {
        claim(thread);
        thread.previous = last;
        if (last == null) {
            first = thread;
        } else {
            last.next = thread;
        }
        last = thread;
    }

    public void addFirst(PolicyThread thread) {
        claim(thread);
        thread.next = first;
        if (first == null) {
            last = thread;
        } else {
            first.previous = thread;
        }
        first = thread;
    }

    private void claim(PolicyThread thread) {
        if (thread.queue != null) {
            throw new IllegalStateException(thread + " already waits in a queue: a policy may put it into one only");
        }
        thread.queue = this;
        size++;
    }

    /** The first thread, which stays; null if there is none. */
    public PolicyThread peekFirst() {
        return first;
    }

    /** Takes the first thread; null if there is none. */
    public PolicyThread pollFirst() {
        PolicyThread thread = first;
        if (thread != null) {
            remove(thread);
        }
        return thread;
    }

    /** The first thread that may run on that core, which stays; null if there is none. */
    public PolicyThread peekFor(CoreView core) {
        PolicyThread thread = first;
        while (thread != null && !thread.mayRunOn(core.number())) {
            thread = thread.next;
        }
        return thread;
    }

    /** Takes the first thread that may run on that core; null if there is none. */
    public PolicyThread pollFor(CoreView core) {
        PolicyThread thread = peekFor(core);
        if (thread != null) {
            remove(thread);
        }
        return thread;
    }

    @Override
    public boolean remove(PolicyThread thread) {
        if (thread.queue != this) {
            return false;
        }
        if (thread.previous == null) {
            first = thread.next;
        } else {
            thread.previous.next = thread.next;
        }
        if (thread.next == null) {
            last = thread.previous;
        } else {
            thread.next.previous = thread.previous;
        }
        thread.previous = null;
        thread.next = null;
        thread.queue = null;
        size--;
        return true;
    }

    public boolean isEmpty() {
        return first == null;
    }

    public int size() {
        return size;
    }
}
