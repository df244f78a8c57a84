package dev.wave.lab.explore;

import java.util.Arrays;

/** States that were left behind, by their 64-bit signatures: a set of longs without boxes. Two states of a million share a signature with a chance of one in thirty million. */
final class StateSet {
    private long[] table = new long[1 << 16];
    private int size;

    /** @return false if it was there */
    boolean add(long state) {
        // 0 marks what is free.
        long value = state == 0 ? 1 : state;
        int mask = table.length - 1;
        int at = (int) (value >>> 20) & mask;
        while (table[at] != 0) {
            if (table[at] == value) {
                return false;
            }
            at = at + 1 & mask;
        }
        table[at] = value;
        if (++size > table.length / 2) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] before = table;
        table = new long[2 * before.length];
        size = 0;
        Arrays.stream(before).filter(value -> value != 0).forEach(this::add);
    }

    int size() {
        return size;
    }
}
