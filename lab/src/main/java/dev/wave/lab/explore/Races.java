package dev.wave.lab.explore;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which words two sides race on. Only before an access to one of these may it matter who goes first: of any other word all accesses that conflict are ordered by what was
 * done to those, in every order of the points (Musuvathi and Qadeer, 2007, the argument of CHESS). At first there are none; each race that is seen adds its word, and the exploration begins anew until none is
 * left over.
 *
 * <p>Seen by vector clocks. Accesses to a word in the set order what comes after them; steps of the host are ordered among themselves, because they meet in the heap and may be
 * left at more points anyway.
 */
final class Races {
    private final BitSet raced;
    private final int words;
    private int strands;
    private int[][] clocks = new int[0][];
    private final int[][] released;
    private final int[] writer;
    private final int[] writeClock;
    private final int[][] readClocks;
    private int lastOfHost = -1;
    private boolean grew;
    private boolean on;

    Races(int words) {
        this(words, new BitSet(words));
    }

    private Races(int words, BitSet raced) {
        this.words = words;
        this.raced = raced;
        this.released = new int[words][];
        this.writer = new int[words];
        this.writeClock = new int[words];
        this.readClocks = new int[words][];
        Arrays.fill(writer, -1);
    }

    /** The same set, for another exploration. */
    Races again() {
        return new Races(words, raced);
    }

    /** The same set, for another run. */
    Races once() {
        return new Races(words, raced);
    }

    /** One of its runs saw another race. */
    void grow() {
        grew = true;
    }

    void begin(int count) {
        strands = count;
        clocks = new int[count][count];
        for (int i = 0; i < count; i++) {
            clocks[i][i] = 1;
        }
        on = true;
    }

    boolean on(int word) {
        return raced.get(word);
    }

    int found() {
        return raced.cardinality();
    }

    /** True if a race was seen on a word that was not in the set. */
    boolean grew() {
        return grew;
    }

    void step(Strand strand) {
        if (!on) {
            return;
        }
        int[] clock = clocks[strand.number()];
        clock[strand.number()]++;
        if (strand.ofHost()) {
            if (lastOfHost >= 0) {
                join(clock, clocks[lastOfHost]);
            }
            lastOfHost = strand.number();
        }
    }

    void access(Strand strand, int word, boolean stores) {
        if (!on) {
            return;
        }
        int self = strand.number();
        int[] clock = clocks[self];
        if (raced.get(word)) {
            if (released[word] == null) {
                released[word] = new int[strands];
            }
            join(clock, released[word]);
            join(released[word], clock);
            // What this strand does next is not what was released here.
            clock[self]++;
        } else {
            check(self, clock, word, stores);
        }
    }

    private void check(int self, int[] clock, int word, boolean stores) {
        boolean races = writer[word] >= 0 && writer[word] != self && writeClock[word] > clock[writer[word]];
        int[] readers = readClocks[word];
        for (int other = 0; stores && readers != null && other < strands; other++) {
            races |= other != self && readers[other] > clock[other];
        }
        if (races && !grew) {
            // The first one only: what is seen behind it may be ordered by it.
            raced.set(word);
            grew = true;
        }
        if (stores) {
            writer[word] = self;
            writeClock[word] = clock[self];
        } else {
            if (readers == null) {
                readClocks[word] = readers = new int[strands];
            }
            readers[self] = clock[self];
        }
    }

    private static void join(int[] into, int[] from) {
        for (int i = 0; i < into.length; i++) {
            into[i] = Math.max(into[i], from[i]);
        }
    }
}
