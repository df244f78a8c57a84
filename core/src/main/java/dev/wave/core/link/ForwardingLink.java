package dev.wave.core.link;

/** A link that is another one seen through other windows. */
public class ForwardingLink implements Link {
    private final Link link;
    private final Window toNic;
    private final Window toHost;

    public ForwardingLink(Link link, Window toNic, Window toHost) {
        this.link = link;
        this.toNic = toNic;
        this.toHost = toHost;
    }

    @Override
    public final String uri() {
        return link.uri();
    }

    @Override
    public final ProcessIdentity process() {
        return link.process();
    }

    @Override
    public final Window toNic() {
        return toNic;
    }

    @Override
    public final Window toHost() {
        return toHost;
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
    public final void close() {
        link.close();
    }
}
