package dev.wave.lab.swarm;

import dev.wave.core.link.ForwardingLink;
import dev.wave.core.link.ForwardingWindow;
import dev.wave.core.link.Link;
import dev.wave.core.link.Window;

/** One end of a link whose stores are seen by somebody, each before it is made. */
final class ObservedLink extends ForwardingLink {

    /** Sees stores; takes no time. */
    @FunctionalInterface
    interface StoreObserver {
        void storing(long offset, long value);
    }

    private ObservedLink(Link link, Window toNic, Window toHost) {
        super(link, toNic, toHost);
    }

    /** The host's end. */
    static Link host(Link link, StoreObserver observer) {
        return new ObservedLink(link, new ObservedWindow(link.toNic(), observer), link.toHost());
    }

    /** An agent's end. */
    static Link agent(Link link, StoreObserver observer) {
        return new ObservedLink(link, link.toNic(), new ObservedWindow(link.toHost(), observer));
    }

    private static final class ObservedWindow extends ForwardingWindow {
        private final StoreObserver observer;

        ObservedWindow(Window window, StoreObserver observer) {
            super(window);
            this.observer = observer;
        }

        @Override
        public void store(long offset, long value) {
            observer.storing(offset, value);
            super.store(offset, value);
        }
    }
}
