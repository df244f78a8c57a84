package dev.wave.lab.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One run of a world under one schedule, and what it did: each strand runs alone from one point to the next.
 *
 * <p>What happened before what is kept as a <em>signature</em>: of each step a hash of who made it, of its own steps before, and of the last steps that touched the same words.
 * Two runs with the same signatures made the same steps in the same partial order, so they stand in the same state, however they came there. Threads of the host meet in the heap
 * as well, which is not looked into: each of their steps is taken to follow all steps of the host before it.
 *
 * <p>Where strands may be left: before an access to a word on which two sides race ({@link Races}); threads of the host also before an access to another line than
 * the last, before each look at the clock, and where they say so.
 */
final class Execution {
    private static final long HASH = 0x9E3779B97F4A7C15L;

    /** Whose step it was, and what it began with, as {@link Places} names it. */
    record Step(Strand strand, int what) {}

    private final Races races;
    private final List<Strand> strands = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long[] ownSignature = new long[0];
    private final long[] writeSignature;
    private final long[] readSignatures;
    private long hostSignature;
    private long state;
    private long present;
    private Strand running;
    private boolean left;
    private int lineBefore;

    Execution(Races races, int words) {
        this.races = races;
        this.writeSignature = new long[words];
        this.readSignatures = new long[words];
    }

    Strand add(String name, boolean ofHost, Runnable body) {
        Strand strand = new Strand(strands.size(), name, ofHost, body);
        strands.add(strand);
        ownSignature = new long[strands.size()];
        return strand;
    }

    List<Strand> strands() {
        return strands;
    }

    /** Bit per strand that can go on. */
    int enabled() {
        int mask = 0;
        for (Strand strand : strands) {
            mask |= strand.enabled() ? 1 << strand.number() : 0;
        }
        return mask;
    }

    /** From now on strands are left at points; until now each went as far as it could. */
    void begin() {
        steps.clear();
        left = true;
        races.begin(strands.size());
    }

    /** One step of one strand. */
    void step(int number) {
        Strand strand = strands.get(number);
        steps.add(new Step(strand, strand.next()));
        present = mix(number + 1, ownSignature[number]);
        present = strand.ofHost() ? mix(present, hostSignature) : present;
        lineBefore = -1;
        running = strand;
        races.step(strand);
        try {
            strand.go();
        } finally {
            running = null;
        }
        ownSignature[number] = present;
        hostSignature = strand.ofHost() ? present : hostSignature;
        state += mix(present, HASH);
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * HASH;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 29;
    }

    /** Where this run stands: equal for runs that made the same steps in the same partial order. */
    long state() {
        return state;
    }

    List<Step> steps() {
        return steps;
    }

    Strand running() {
        return running;
    }

    // ---- called by what strands do

    /** Before an access to a word. */
    void access(int word, boolean stores) {
        if (running == null) {
            return;
        }
        int line = word / 8;
        boolean elsewhere = running.ofHost() && line != lineBefore;
        if (left && (elsewhere || races.on(word))) {
            running.leave(Places.access(word, stores));
        }
        lineBefore = line;
        races.access(running, word, stores);
        present = mix(present, word + 1L);
        present = mix(present, writeSignature[word]);
        if (stores) {
            present = mix(present, readSignatures[word]);
            writeSignature[word] = present;
            readSignatures[word] = 0;
        } else {
            readSignatures[word] += present;
        }
    }

    /** Somewhere else where a thread of the host may be left. */
    void point(int what) {
        if (left && running != null && running.ofHost()) {
            running.leave(what);
        }
    }

    /** The running strand waits. */
    void await(BooleanSupplier condition, int what) {
        if (!condition.getAsBoolean()) {
            running.leaveUntil(condition, what);
        }
    }
}
