package dev.wave.threads;

import dev.wave.core.link.ForwardingLink;
import dev.wave.core.link.ForwardingWindow;
import dev.wave.core.link.Link;
import dev.wave.core.link.Window;

/** A link on which things happen between any two accesses of the agent: what two threads interleave by chance, one thread does by seed. */
final class InterruptedLink extends ForwardingLink {
    InterruptedLink(Link link, Runnable meanwhile) {
        super(link, new InterruptedWindow(link.toNic(), meanwhile), new InterruptedWindow(link.toHost(), meanwhile));
    }

    /** A window that lets something happen before each load. */
    private static final class InterruptedWindow extends ForwardingWindow {
        private final Runnable meanwhile;

        InterruptedWindow(Window window, Runnable meanwhile) {
            super(window);
            this.meanwhile = meanwhile;
        }

        @Override
        public long load(long offset) {
            meanwhile.run();
            return super.load(offset);
        }
    }
}
