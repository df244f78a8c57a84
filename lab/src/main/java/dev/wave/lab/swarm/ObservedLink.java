package dev.wave.lab.swarm;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.ProcessIdentity;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;

/** One end of a link whose stores are seen by somebody, each before it is made. */
record ObservedLink(Link link, Window toNic, Window toHost) implements Link {

    /** Sees stores; takes no time. */
    @FunctionalInterface
    interface StoreObserver {
        void storing(long offset, long value);
    }

    /** The host's end. */
    static Link host(Link link, StoreObserver observer) {
        return new ObservedLink(link, new ObservedWindow(link.toNic(), observer), link.toHost());
    }

    /** An agent's end. */
    static Link agent(Link link, StoreObserver observer) {
        return new ObservedLink(link, link.toNic(), new ObservedWindow(link.toHost(), observer));
    }

    @Override
    public String uri() {
        return link.uri();
    }

    @Override
    public ProcessIdentity process() {
        return link.process();
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

    private record ObservedWindow(Window window, StoreObserver observer) implements Window {
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
            observer.storing(offset, value);
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
}
