package dev.wave.threads;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;

/** A link on which things happen between any two accesses of the agent: what two threads interleave by chance, one thread does by seed. */
record InterruptedLink(Link link, Runnable meanwhile) implements Link {

    /** A window that lets something happen before each load. */
    private record InterruptedWindow(Window window, Runnable meanwhile) implements Window {
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
            meanwhile.run();
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

    @Override
    public String uri() {
        return link.uri();
    }

    @Override
    public Window toNic() {
        return new InterruptedWindow(link.toNic(), meanwhile);
    }

    @Override
    public Window toHost() {
        return new InterruptedWindow(link.toHost(), meanwhile);
    }

    @Override
    public Interrupt towardsNic(long ringOffset, long armedOffset) {
        return link.towardsNic(ringOffset, armedOffset);
    }

    @Override
    public Interrupt towardsHost(long ringOffset, long armedOffset) {
        return link.towardsHost(ringOffset, armedOffset);
    }

    @Override
    public void close() {
        link.close();
    }
}
