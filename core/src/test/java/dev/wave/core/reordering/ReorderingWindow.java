package dev.wave.core.reordering;

import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;

/**
 * One processor's view of a shared memory, as disorderly as its attribute allows.
 *
 * <p><b>What a load may return:</b>
 *
 * <ul>
 *   <li>Always: what this processor stored there last, while nobody else sees it; and never something older than it saw there before.
 *       <i>SDM 8.2.3.5; Arm ARM B2.3, "internal visibility" and coherence.</i>
 *   <li><b>Write-back, x86</b>: the newest value. Loads are executed in order. <i>SDM 8.2.2, "reads are not reordered with other reads".</i>
 *   <li><b>Write-back, Arm</b>, and <b>write-combining</b> (x86 WC: "speculative reads allowed", "weakly ordered"; Arm Normal
 *       Non-cacheable): any value that was there since the last load fence, as if the load had been executed early. <i>SDM 11.3, table 11-2;
 *       Arm ARM B2.3.</i>
 *   <li><b>Write-through</b>: what the cached line says, however old; if no line is cached, one is fetched, also at any other time, by the
 *       program's prefetch or the processor's. Nobody snoops: the memory lies behind a link. <i>SDM 11.3, "WT": "reads come from
 *       cache lines on cache hits", meant for "devices that access system memory but do not perform snooping".</i>
 *   <li><b>Uncached</b> (x86 UC; Arm Device-nGnRE): the newest value, after this processor's posted writes have arrived. <i>SDM
 *       11.3, "UC"; PCI Express 2.4.1.</i>
 * </ul>
 *
 * <p><b>Assumed and not promised by anybody:</b> the eight words of a fetched line are of one moment. PCI Express (2.4.3) leaves open
 * what a read returns that meets writes in its middle. Processors and memory controllers that move whole lines do as assumed.
 *
 * <p><b>Fences</b> are those of {@link Window}, no stronger: a load fence does nothing to a cached line, a store fence drains nothing, a flush
 * orders nothing and does nothing to write-back memory.
 */
public final class ReorderingWindow implements Window {
    private static final int LINE_WORDS = 8;

    final SharedMemory memory;
    private final Processor processor;
    private final Machine machine;
    private final WindowAttribute attribute;
    /** Versions seen of each word: a processor never goes back behind them. */
    private final int[] seen;

    private final long[][] cached;
    private int lastLine;

    ReorderingWindow(Processor processor, SharedMemory memory, WindowAttribute attribute) {
        this.processor = processor;
        this.machine = processor.machine();
        this.memory = memory;
        this.attribute = attribute;
        this.seen = new int[memory.words()];
        this.cached = new long[(memory.words() + LINE_WORDS - 1) / LINE_WORDS][];
    }

    @Override
    public WindowAttribute attribute() {
        return attribute;
    }

    @Override
    public long bytes() {
        return (long) memory.words() * Long.BYTES;
    }

    private static int word(long offset) {
        if (offset % Long.BYTES != 0) {
            throw new IllegalArgumentException("an access at byte " + offset + " is not aligned");
        }
        return (int) (offset / Long.BYTES);
    }

    @Override
    public long load(long offset) {
        int word = word(offset);
        machine.access();
        lastLine = word / LINE_WORDS;
        PendingStore own = processor.forwarded(this, word);
        if (own != null) {
            return own.value;
        }
        return switch (attribute) {
            case WRITE_BACK -> processor.weak() ? loadEarly(word) : loadNow(word);
            case WRITE_COMBINING -> loadEarly(word);
            case WRITE_THROUGH -> loadCached(word);
            case UNCACHED -> {
                processor.beforeUncachedLoad();
                yield loadNow(word);
            }
        };
    }

    private long loadNow(int word) {
        processor.performedNow();
        seen[word] = memory.newestVersion(word);
        return memory.newestValue(word);
    }

    /** This processor's own store became visible, or a load that was late was performed: it never reads an older one from now on. */
    void saw(SharedMemory of, int word) {
        if (of == memory) {
            seen[word] = memory.newestVersion(word);
        }
    }

    private long loadEarly(int word) {
        int newest = memory.newestVersion(word);
        int oldest = Math.max(seen[word], memory.versionAt(word, processor.earliest()));
        boolean early = oldest < newest && machine.random().nextInt(3) == 0;
        int version = early ? oldest + machine.random().nextInt(newest - oldest) : newest;
        seen[word] = version;
        processor.performedAt(Math.max(processor.earliest(), memory.time(word, version)));
        long value = memory.value(word, version);
        return processor.weak() ? machine.lateLoads().executed(processor, this, word, value) : value;
    }

    private long loadCached(int word) {
        int line = word / LINE_WORDS;
        if (cached[line] == null) {
            processor.pushPosted();
            fetch(line);
        }
        return cached[line][word % LINE_WORDS];
    }

    private void fetch(int line) {
        long[] words = new long[LINE_WORDS];
        for (int i = 0; i < LINE_WORDS && line * LINE_WORDS + i < memory.words(); i++) {
            int word = line * LINE_WORDS + i;
            PendingStore own = processor.forwarded(this, word);
            words[i] = own != null ? own.value : memory.newestValue(word);
        }
        cached[line] = words;
    }

    /** Evicts a line, or fetches one near the last load as a hardware prefetcher would. */
    void disturbCache() {
        if (attribute != WindowAttribute.WRITE_THROUGH || cached.length == 0) {
            return;
        }
        int near = Math.floorMod(lastLine + machine.random().nextInt(-1, 3), cached.length);
        if (cached[near] == null) {
            fetch(near);
        } else if (!machine.stubborn()) {
            cached[near] = null;
        }
    }

    @Override
    public void store(long offset, long value) {
        int word = word(offset);
        machine.access();
        if (cached[word / LINE_WORDS] != null) {
            cached[word / LINE_WORDS][word % LINE_WORDS] = value;
        }
        processor.store(this, word, value);
    }

    @Override
    public void loadFence() {
        if (!machine.ignores(Fences.Kind.LOAD_FENCE)) {
            processor.loadFence();
        }
    }

    @Override
    public void storeFence() {
        if (!machine.ignores(Fences.Kind.STORE_FENCE)) {
            processor.storeFence();
        }
    }

    @Override
    public void fullFence() {
        if (!machine.ignores(Fences.Kind.FULL_FENCE)) {
            processor.fullFence();
        }
    }

    @Override
    public void flush(long offset) {
        if (!machine.ignores(Fences.Kind.FLUSH) && attribute != WindowAttribute.WRITE_BACK) {
            processor.pushLine(this, word(offset));
            cached[word(offset) / LINE_WORDS] = null;
        }
    }

    @Override
    public void prefetch(long offset) {
        int line = word(offset) / LINE_WORDS;
        if (!machine.ignores(Fences.Kind.PREFETCH)
                && attribute == WindowAttribute.WRITE_THROUGH
                && cached[line] == null) {
            fetch(line);
        }
    }
}
