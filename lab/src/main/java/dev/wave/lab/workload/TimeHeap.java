package dev.wave.lab.workload;

import java.util.Arrays;

/** Times, the earliest first; of fixed capacity, and without boxes. */
final class TimeHeap {
    private final long[] times;
    private int size;

    TimeHeap(int capacity) {
        times = new long[capacity];
        Arrays.fill(times, Source.NEVER);
    }

    /** @return {@link Source#NEVER} if there is none */
    long first() {
        return times[0];
    }

    void add(long time) {
        int at = size++;
        while (at > 0 && times[(at - 1) / 2] > time) {
            times[at] = times[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        times[at] = time;
    }

    void removeFirst() {
        long last = times[--size];
        times[size] = Source.NEVER;
        if (size == 0) {
            return;
        }
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= last) {
                break;
            }
            times[at] = times[child];
            at = child;
        }
        times[at] = last;
    }
}
