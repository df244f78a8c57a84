package dev.wave.core.host;

import dev.wave.core.counters.ErrorKind;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.SlotReader;
import java.util.concurrent.atomic.AtomicLong;

/** The last bad things the other side wrote, with their bytes, in mapped memory (docs/protocol.md, section 5). */
final class ErrorLog {
    static final int CORRUPT_QUEUE = ErrorKind.CORRUPT_QUEUE.code();
    static final int BAD_CLAIM = ErrorKind.BAD_CLAIM.code();
    static final int OTHER_VERSION = ErrorKind.OTHER_VERSION.code();

    private final Window window;
    private final long base;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong[] counts = new AtomicLong[ErrorKind.values().length + 1];

    ErrorLog(Window window, Geometry geometry) {
        this.window = window;
        this.base = RegionLayout.hostErrors(geometry);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new AtomicLong();
        }
    }

    /** Records a refused decision if it is one that no correct agent sends. */
    void refused(Outcome outcome, int core, SlotReader slot, long nanos) {
        switch (outcome) {
            case MALFORMED -> record(2, core, slot, nanos);
            case OLD_EPOCH -> record(3, core, slot, nanos);
            case WRONG_CORE -> record(4, core, slot, nanos);
            case UNKNOWN_TARGET -> record(5, core, slot, nanos);
            default -> {}
        }
    }

    void record(int what, int where, SlotReader slot, long nanos) {
        long entry = head(what, where, nanos);
        for (int i = 0; slot != null && i < 8; i++) {
            window.store(entry + 64 + i * 8L, slot.word(i));
        }
    }

    /** Records a claim that is refused, with what it said. */
    void claim(int what, Claims.Claim claim, long nanos) {
        long entry = head(what, claim.region().number(), nanos);
        window.store(entry + 64 + RegionLayout.NONCE, claim.nonce());
        window.store(entry + 64 + RegionLayout.PID, claim.pid());
        window.store(entry + 64 + RegionLayout.VERSION, claim.version());
        window.store(entry + 64 + RegionLayout.FLAGS, claim.flags());
        for (long at = RegionLayout.START_TIME; at < 64; at += 8) {
            window.store(entry + 64 + at, 0);
        }
    }

    private long head(int what, int where, long nanos) {
        long entry = base + (next.getAndIncrement() % RegionLayout.ERROR_ENTRIES) * RegionLayout.ERROR_BYTES;
        window.store(entry, nanos);
        window.store(entry + 8, what);
        window.store(entry + 16, where);
        window.store(entry + 24, counts[what].incrementAndGet());
        return entry;
    }
}
