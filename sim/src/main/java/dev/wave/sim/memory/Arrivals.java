package dev.wave.sim.memory;

import java.util.Arrays;

/**
 * Stores on their way to one memory, ordered by the moment they arrive; of equal ones the one that was sent first. Mostly they are sent in that order, so a
 * new one is put at the end and seldom has to overtake.
 */
final class Arrivals {
    private static final int NEVER_WORD = -1;

    private long[] times = new long[64];
    private long[] values = new long[64];
    private int[] places = new int[64];
    private int[] writers = new int[64];
    private int head;
    private int tail;

    void add(long time, int word, long value, int writer) {
        if (tail == times.length) {
            makeRoom();
        }
        int at = tail++;
        while (at > head && times[at - 1] > time) {
            move(at - 1, at);
            at--;
        }
        times[at] = time;
        values[at] = value;
        places[at] = word;
        writers[at] = writer;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        values[to] = values[from];
        places[to] = places[from];
        writers[to] = writers[from];
    }

    private void makeRoom() {
        int size = tail - head;
        int length = size > times.length / 2 ? 2 * times.length : times.length;
        times = Arrays.copyOf(Arrays.copyOfRange(times, head, tail), length);
        values = Arrays.copyOf(Arrays.copyOfRange(values, head, tail), length);
        places = Arrays.copyOf(Arrays.copyOfRange(places, head, tail), length);
        writers = Arrays.copyOf(Arrays.copyOfRange(writers, head, tail), length);
        head = 0;
        tail = size;
    }

    /** When the first one arrives; {@link Long#MAX_VALUE} if none is under way. */
    long nextTime() {
        return head == tail ? Long.MAX_VALUE : times[head];
    }

    int nextWord() {
        return head == tail ? NEVER_WORD : places[head];
    }

    long nextValue() {
        return values[head];
    }

    int nextWriter() {
        return writers[head];
    }

    /** The first one has arrived. */
    void drop() {
        head++;
        if (head == tail) {
            head = 0;
            tail = 0;
        }
    }

    int newest(int word, int writer) {
        for (int at = tail - 1; at >= head; at--) {
            if (places[at] == word && writers[at] == writer) {
                return at;
            }
        }
        return -1;
    }

    long time(int index) {
        return times[index];
    }

    long value(int index) {
        return values[index];
    }
}
