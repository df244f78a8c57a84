package dev.wave.sim.memory;

import java.util.Arrays;

/**
 * What a NIC core has stored to the host's memory and not sent yet, a line each, and how new what it has read from there is.
 *
 * <p>All of it leaves in one transfer: what was stored before a fence ahead of what was stored after it; what lies side by side in one line as one write, which is seen as
 * a whole. A single line goes at once, fences or not: nothing else is left that it could overtake.
 */
final class DmaBuffers {
    private static final int WORDS = Memory.LINE_WORDS;
    private static final int LINES = 64;

    private final Processor processor;
    private final DmaEngine engine;
    private final DmaWindow[] windows = new DmaWindow[LINES];
    private final int[] lines = new int[LINES];
    /** Of each word, how many fences came before its store; 0 if it was not stored. */
    private final int[] fencesBefore = new int[LINES * WORDS];

    private int used;
    private int fences = 1;
    /** When the core knows that all it sent has arrived. */
    private long knownAt;

    private long begun;
    /** The newest read of which something was seen. */
    private long seen;

    DmaBuffers(Processor processor, DmaEngine engine) {
        this.processor = processor;
        this.engine = engine;
    }

    void store(DmaWindow window, int word) {
        int at = find(window, word / WORDS);
        if (at < 0) {
            at = used++;
            windows[at] = window;
            lines[at] = word / WORDS;
        }
        fencesBefore[at * WORDS + word % WORDS] = fences;
    }

    /** Before a store: what must be sent first is. An older value of the same word may not be skipped, if a fence stands between the two. */
    void makeRoom(DmaWindow window, int word) {
        int at = find(window, word / WORDS);
        int before = at < 0 ? 0 : fencesBefore[at * WORDS + word % WORDS];
        if (at < 0 && used == LINES || before != 0 && before != fences) {
            send();
        }
    }

    boolean holds(DmaWindow window, int word) {
        int at = find(window, word / WORDS);
        return at >= 0 && fencesBefore[at * WORDS + word % WORDS] != 0;
    }

    private int find(DmaWindow window, int line) {
        for (int i = 0; i < used; i++) {
            if (lines[i] == line && windows[i] == window) {
                return i;
            }
        }
        return -1;
    }

    void storeFence() {
        fences += used > 0 ? 1 : 0;
    }

    /** Sends everything; asking for a transfer costs the core a little. */
    void send() {
        if (used == 0) {
            return;
        }
        processor.spend(engine.costs().post());
        long reaches = engine.begin(processor.now(), (long) used * WORDS * Long.BYTES);
        if (used == 1 && inOnePiece(0)) {
            reaches = part(reaches, 0, Integer.MAX_VALUE);
        } else {
            for (int fence = 1; fence <= fences; fence++) {
                reaches = everyLine(reaches, fence);
            }
        }
        Arrays.fill(fencesBefore, 0, used * WORDS, 0);
        used = 0;
        fences = 1;
        knownAt = engine.arrive(reaches) + engine.costs().back();
    }

    private long everyLine(long reaches, int fence) {
        int first = processor.disorder().below(used);
        long then = reaches;
        for (int i = 0; i < used; i++) {
            then = part(then, (first + i) % used, fence);
        }
        return then;
    }

    /** The words of a line that were stored behind so many fences, or all of them. @return when the next part may follow */
    private long part(long reaches, int at, int fence) {
        long then = reaches;
        boolean together = false;
        for (int i = 0; i < WORDS; i++) {
            int stored = fencesBefore[at * WORDS + i];
            boolean leaves = stored != 0 && (stored == fence || fence == Integer.MAX_VALUE);
            if (leaves) {
                // Side by side: one write, seen as a whole.
                then = together ? then : then + engine.nextWrite();
                windows[at].send(engine.arrive(then), lines[at] * WORDS + i, processor);
            }
            together = leaves;
        }
        return then;
    }

    private boolean inOnePiece(int at) {
        int pieces = 0;
        for (int i = 0; i < WORDS; i++) {
            boolean here = fencesBefore[at * WORDS + i] != 0;
            boolean before = i > 0 && fencesBefore[at * WORDS + i - 1] != 0;
            pieces += here && !before ? 1 : 0;
        }
        return pieces == 1;
    }

    /** Everything was seen by the other side, and whatever is read from now on is newer than that. */
    void fullFence() {
        send();
        processor.spend(Math.max(0, knownAt - processor.now()));
        seen = begun + 1;
    }

    /** A read begins. @return its number */
    long read() {
        return ++begun;
    }

    /** Something was taken from what the read of this number brought. */
    void saw(long read) {
        seen = Math.max(seen, read);
    }

    /** True if what that read brought is as new as anything that was seen, and as the last full fence. */
    boolean isNew(long read) {
        return read >= seen;
    }
}
