package dev.wave.lab.swarm;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.ProcessIdentity;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;

/** A window that is not quite what it should be. */
class AlteredWindow implements Window {
    private final Window window;

    AlteredWindow(Window window) {
        this.window = window;
    }

    /** The link with one of its windows, or both, replaced. */
    static Link link(Link link, Window toNic, Window toHost) {
        return new Link() {
            @Override
            public String uri() {
                return link.uri();
            }

            @Override
            public Window toNic() {
                return toNic;
            }

            @Override
            public Window toHost() {
                return toHost;
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
        };
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
