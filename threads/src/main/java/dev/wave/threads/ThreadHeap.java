package dev.wave.threads;

import java.util.Arrays;

/**
 * Threads ordered by a number of the policy's choice, smallest first; equal ones in the order they came. Adding and taking cost the logarithm of
 * the number of threads; it allocates only when it grows.
 *
 * <p>A binary heap in an array; each thread knows its place, so that removal needs no search.
 */
public final class ThreadHeap implements ThreadHolder {
    private PolicyThread[] heap = new PolicyThread[64];
    private int size;
    private long added;

    /** Adds a thread; a smaller {@code key} comes out earlier. */
    public void add(PolicyThread thread, long key) {
        insert(thread, key, ++added);
    }

    /** Adds a thread ahead of all that have the same key: for one that had its turn and lost it through no fault of its own. */
    public void addAhead(PolicyThread thread, long key) {
        insert(thread, key, - ++added);
    }

    private void insert(PolicyThread thread, long key, long tie) {
        if (thread.queue != null) {
            throw new IllegalStateException(thread + " already waits in a queue: a policy may put it into one only");
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        thread.queue = this;
        thread.key = key;
        thread.tie = tie;
        siftUp(size++, thread);
    }

    /** The first thread, which stays; null if there is none. */
    public PolicyThread peekFirst() {
        return size == 0 ? null : heap[0];
    }

    /** The first thread that may run on that core, which stays; null if there is none. Looks only at threads that come before it. */
    public PolicyThread peekFor(CoreView core) {
        return size == 0 ? null : best(0, core.number(), null);
    }

    /** The best of a subtree that beats {@code found}: whatever does not beat it need not be looked into, because all below it is later still. */
    private PolicyThread best(int place, int core, PolicyThread found) {
        if (place >= size || found != null && !before(heap[place], found)) {
            return found;
        }
        if (heap[place].mayRunOn(core)) {
            return heap[place];
        }
        return best(2 * place + 2, core, best(2 * place + 1, core, found));
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
        thread.queue = null;
        PolicyThread last = heap[--size];
        heap[size] = null;
        if (last != thread) {
            int place = thread.place;
            siftUp(place, last);
            siftDown(last.place, last);
        }
        return true;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    private static boolean before(PolicyThread one, PolicyThread other) {
        return one.key < other.key || one.key == other.key && one.tie < other.tie;
    }

    private void siftUp(int from, PolicyThread thread) {
        int place = from;
        while (place > 0 && before(thread, heap[(place - 1) / 2])) {
            set(place, heap[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        set(place, thread);
    }

    private void siftDown(int from, PolicyThread thread) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], thread)) {
                break;
            }
            set(place, heap[child]);
            place = child;
        }
        set(place, thread);
    }

    private void set(int place, PolicyThread thread) {
        heap[place] = thread;
        thread.place = place;
    }
}
