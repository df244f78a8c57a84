package dev.wave.core.link;

import java.util.function.LongPredicate;

/**
 * A window that lets a test act in the middle of somebody else's access: before the first store or load whose offset
 * fits, once.
 *
 * <p>This is how one thread shows what two would do to each other.
 */
public final class TappedWindow extends ForwardingWindow {
    private Tap beforeStore;
    private Tap beforeLoad;

    private record Tap(LongPredicate offsets, Runnable action) {}

    TappedWindow(MemoryWindow window) {
        super(window);
    }

    /** Runs {@code action} just before the next store to such an offset. */
    public void beforeStore(LongPredicate offsets, Runnable action) {
        beforeStore = new Tap(offsets, action);
    }

    /** Runs {@code action} just before the next load from such an offset. */
    public void beforeLoad(LongPredicate offsets, Runnable action) {
        beforeLoad = new Tap(offsets, action);
    }

    @Override
    public long load(long offset) {
        Tap tap = beforeLoad;
        if (tap != null && tap.offsets.test(offset)) {
            beforeLoad = null;
            tap.action.run();
        }
        return super.load(offset);
    }

    @Override
    public void store(long offset, long value) {
        Tap tap = beforeStore;
        if (tap != null && tap.offsets.test(offset)) {
            beforeStore = null;
            tap.action.run();
        }
        super.store(offset, value);
    }
}
