package dev.wave.sim.time;

import java.util.Arrays;

/**
 * What is going to happen, earliest first; of events at the same moment, the one that was added first.
 *
 * <p>A heap of four children each, in two arrays: moments, of which the four that are compared lie side by side, and <em>tickets</em>, which only move along.
 *
 * <pre>
 *   ticket   63 .......... 24 | 23 ........ 0
 *            how many were    | the event: a number that
 *            added before     | means something to its owner
 * </pre>
 *
 * What happens mostly makes something else happen later. So taking an event leaves a hole at the top, and the next one added is put there and sinks:
 * one way through the heap instead of two. Cost per event: O(log n).
 *
 * <p>Nothing can be taken out of its middle. Who has changed its mind remembers the ticket that counts and ignores the others as they come.
 */
public final class EventQueue {
    /** Events are numbers below this. */
    public static final int EVENTS = 1 << 24;

    /** {@link #nextTime} of an empty queue. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int EVENT_BITS = 24;
    private static final int CHILDREN = 4;

    /** Beyond the end stand moments that never come, four at least, so that nobody has to count children. */
    private long[] times = new long[64];

    private long[] tickets = new long[64];
    /** The hole included. */
    private int size;

    private boolean hole;
    private long added;

    public EventQueue() {
        Arrays.fill(times, NEVER);
    }

    /**
     * Something will happen.
     *
     * @param time when, in the owner's unit; below {@link #NEVER}
     * @param event from 0 to {@link #EVENTS} - 1
     * @return the ticket that {@link #take} will show
     */
    public long add(long time, int event) {
        if (event < 0 || event >= EVENTS || time == NEVER) {
            throw new IllegalArgumentException("event " + event + " at " + time + " is not in 0.." + (EVENTS - 1)
                    + ", or at a moment that never comes");
        }
        long ticket = added++ << EVENT_BITS | event;
        if (hole) {
            hole = false;
            sink(time, ticket);
        } else {
            if (size + CHILDREN + 1 >= times.length) {
                grow();
            }
            rise(size++, time, ticket);
        }
        return ticket;
    }

    private void grow() {
        int before = times.length;
        times = Arrays.copyOf(times, 2 * before);
        tickets = Arrays.copyOf(tickets, 2 * before);
        Arrays.fill(times, before, 2 * before, NEVER);
    }

    /** When the next event happens; {@link #NEVER} if there is none. */
    public long nextTime() {
        return hole ? Math.min(Math.min(times[1], times[2]), Math.min(times[3], times[4])) : times[0];
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public int size() {
        return hole ? size - 1 : size;
    }

    /** The event of a ticket. */
    public static int event(long ticket) {
        return (int) ticket & EVENTS - 1;
    }

    /**
     * Takes the next event out; ask {@link #nextTime} first.
     *
     * @return its ticket
     */
    public long take() {
        if (hole) {
            fillHole();
        }
        if (size == 0) {
            throw new IllegalStateException("nothing is going to happen");
        }
        hole = true;
        return tickets[0];
    }

    /** When what was taken last happens; ask before anything else is added. */
    public long takenTime() {
        return times[0];
    }

    private void fillHole() {
        hole = false;
        size--;
        long time = times[size];
        times[size] = NEVER;
        if (size > 0) {
            sink(time, tickets[size]);
        }
    }

    private void rise(int from, long time, long ticket) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            // Its ticket is the newest: of equal moments it stays behind.
            if (times[parent] <= time) {
                break;
            }
            times[at] = times[parent];
            tickets[at] = tickets[parent];
            at = parent;
        }
        times[at] = time;
        tickets[at] = ticket;
    }

    private void sink(long time, long ticket) {
        long[] heap = times;
        int at = 0;
        int child = 1;
        while (child < size) {
            int least = leastOf(heap, child);
            long leastTime = heap[least];
            if (leastTime >= time && (leastTime > time || tickets[least] > ticket)) {
                break;
            }
            heap[at] = leastTime;
            tickets[at] = tickets[least];
            at = least;
            child = CHILDREN * at + 1;
        }
        heap[at] = time;
        tickets[at] = ticket;
    }

    /** Without branches that depend on the moments, unless two are equal: nobody could predict them. */
    private int leastOf(long[] heap, int child) {
        long first = heap[child];
        long second = heap[child + 1];
        long third = heap[child + 2];
        long fourth = heap[child + 3];
        long left = Math.min(first, second);
        long right = Math.min(third, fourth);
        long next = Math.min(Math.max(left, right), Math.min(Math.max(first, second), Math.max(third, fourth)));
        if (Math.min(left, right) == next) {
            return leastOfEquals(heap, child);
        }
        int leftAt = second < first ? child + 1 : child;
        int rightAt = fourth < third ? child + 3 : child + 2;
        return right < left ? rightAt : leftAt;
    }

    private int leastOfEquals(long[] heap, int child) {
        int least = child;
        for (int other = child + 1; other < Math.min(child + CHILDREN, size); other++) {
            if (heap[other] < heap[least] || heap[other] == heap[least] && tickets[other] < tickets[least]) {
                least = other;
            }
        }
        return least;
    }
}
