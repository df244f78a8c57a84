package dev.wave.core.link;

/** A window that is another one, except for what a subclass changes. All accesses, of single words and of lines, go through {@link #load} and {@link #store}. */
public class ForwardingWindow implements Window {
    private final Window window;

    protected ForwardingWindow(Window window) {
        this.window = window;
    }

    @Override
    public WindowAttribute attribute() {
        return window.attribute();
    }

    @Override
    public long bytes() {
        return window.bytes();
    }

    @Override
    public long load(long offset) {
        return window.load(offset);
    }

    @Override
    public void store(long offset, long value) {
        window.store(offset, value);
    }

    @Override
    public void loadFence() {
        window.loadFence();
    }

    @Override
    public void storeFence() {
        window.storeFence();
    }

    @Override
    public void fullFence() {
        window.fullFence();
    }

    @Override
    public void flush(long offset) {
        window.flush(offset);
    }

    @Override
    public void prefetch(long offset) {
        window.prefetch(offset);
    }
}
