package dev.wave.sim.memory;

import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;
import java.util.Arrays;

/**
 * A range of words with its home on one side: what is there, and what is still on its way.
 *
 * <p>A store is put among the arrivals with the moment at which it can be seen, and takes effect when somebody looks at or after that moment. So nothing has
 * to happen for a store that nobody looks at.
 *
 * <p>For costs it is known of each line which core wrote it last and which other looked last: whoever is neither has to fetch it. Lines of queues have one
 * writer and one reader, for which that is exact.
 */
public final class Memory {
    static final int LINE_WORDS = 8;
    private static final int NOBODY = -1;
    private static final int JOURNAL = 1024;
    private static final int READERS = 8;
    private static final int SEEN = 512;

    private final Side home;
    private final long[] words;
    private final int[] writer;
    private final int[] reader;
    private final Arrivals arrivals = new Arrivals();

    /** What stores have overwritten, for loads that are executed early: a ring of (moment, word, value before). */
    private final long[] journal = new long[3 * JOURNAL];

    private long written;
    private long lastEffect = NOBODY;

    /** When the last store to each word took effect. */
    private final long[] changed;

    private Actor watcher;
    private long watcherWakes;

    /** When the last store of either side takes effect. */
    private final long[] latestFrom = new long[Side.values().length];

    private final int[] seenWords = new int[READERS * SEEN];
    private final long[] seenTimes = new long[READERS * SEEN];
    private final long[] seenFloor = new long[READERS];

    public Memory(Side home, long bytes) {
        int lines = (int) ((bytes + 63) / 64);
        this.home = home;
        this.words = new long[lines * LINE_WORDS];
        this.changed = new long[words.length];
        this.writer = new int[lines];
        this.reader = new int[lines];
        Arrays.fill(writer, NOBODY);
        Arrays.fill(reader, NOBODY);
        Arrays.fill(seenWords, NOBODY);
    }

    Side home() {
        return home;
    }

    public long bytes() {
        return (long) words.length * Long.BYTES;
    }

    int lines() {
        return writer.length;
    }

    /** The word at a byte offset. */
    static int word(long offset) {
        if ((offset & 7) != 0) {
            throw new IllegalArgumentException(
                    "an access at byte " + offset + " is not aligned: device memory faults on it");
        }
        return (int) (offset >>> 3);
    }

    /** A store under way. */
    void send(long arrival, int word, long value, Processor from) {
        arrivals.add(arrival, word, value, from.number());
        latestFrom[from.side().ordinal()] = Math.max(latestFrom[from.side().ordinal()], arrival);
        if (watcher != null && arrival < watcherWakes) {
            watcherWakes = arrival;
            watcher.wakeAt(arrival);
        }
        if (from.disorder().any()) {
            // Whoever stored something never sees what was there before.
            saw(word, from, arrival);
        }
    }

    /** The running actor does nothing until a store takes effect here, or until {@code time}. */
    public void awaitStore(Timeline timeline, long time) {
        watcher = timeline.running();
        watcherWakes = Math.min(time, arrivals.nextTime());
        timeline.parkUntil(watcherWakes);
        watcher = null;
    }

    /** True if a store took effect after {@code time}. */
    public boolean storedAfter(long time, Timeline timeline) {
        settle(timeline.now());
        return lastEffect > time;
    }

    /** What can be seen at {@code now} takes effect. */
    void settle(long now) {
        while (arrivals.nextTime() <= now) {
            put(arrivals.nextTime(), arrivals.nextWord(), arrivals.nextValue(), arrivals.nextWriter());
            arrivals.drop();
        }
    }

    /** A store takes effect at once. */
    void put(long time, int word, long value, int from) {
        int at = (int) (written++ % JOURNAL) * 3;
        journal[at] = time;
        journal[at + 1] = word;
        journal[at + 2] = words[word];
        words[word] = value;
        changed[word] = time;
        lastEffect = time;
        int line = word / LINE_WORDS;
        writer[line] = from;
        reader[line] = NOBODY;
    }

    long get(int word) {
        return words[word];
    }

    /** As it was at {@code time}, or as far back as is known. */
    long getAsOf(int word, long time) {
        long value = words[word];
        if (changed[word] <= time) {
            return value;
        }
        for (long i = written - 1; i >= Math.max(0, written - JOURNAL); i--) {
            int at = (int) (i % JOURNAL) * 3;
            if (journal[at] <= time) {
                break;
            }
            if (journal[at + 1] == word) {
                value = journal[at + 2];
            }
        }
        return value;
    }

    /** When the value that a load as of {@code time} sees came there; 0 if that is not known. */
    long cameAt(int word, long time) {
        if (changed[word] <= time) {
            return changed[word];
        }
        for (long i = written - 1; i >= Math.max(0, written - JOURNAL); i--) {
            int at = (int) (i % JOURNAL) * 3;
            if (journal[at + 1] == word && journal[at] <= time) {
                return journal[at];
            }
        }
        return 0;
    }

    /** The newest store of {@code by} to this word that is still under way, as an index for {@link #pendingValue}; -1 if there is none. */
    int pending(int word, Processor by) {
        if (latestFrom[by.side().ordinal()] < arrivals.nextTime()) {
            return NOBODY;
        }
        return arrivals.newest(word, by.number());
    }

    long pendingValue(int index) {
        return arrivals.value(index);
    }

    long pendingTime(int index) {
        return arrivals.time(index);
    }

    /** As of when this core loaded the word last, as far as is remembered; for coherence: it never sees an older value after that. */
    long seenBy(int word, Processor by) {
        int at = slot(word, by);
        return seenWords[at] == word ? seenTimes[at] : seenFloor[by.number() % READERS];
    }

    void saw(int word, Processor by, long time) {
        int at = slot(word, by);
        if (seenWords[at] != word) {
            // Forgetting a word must not let anybody go back behind it.
            int reader = by.number() % READERS;
            seenFloor[reader] = Math.max(seenFloor[reader], seenTimes[at]);
            seenWords[at] = word;
            seenTimes[at] = time;
        } else {
            seenTimes[at] = Math.max(seenTimes[at], time);
        }
    }

    private static int slot(int word, Processor by) {
        return by.number() % READERS * SEEN + word % SEEN;
    }

    /** True if {@code by} has this line in its cache; from now on it has. */
    boolean touch(int word, Processor by) {
        int line = word / LINE_WORDS;
        int number = by.number();
        if (writer[line] == number || reader[line] == number) {
            return true;
        }
        reader[line] = number;
        return false;
    }
}
