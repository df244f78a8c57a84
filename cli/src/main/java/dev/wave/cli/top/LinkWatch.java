package dev.wave.cli.top;

import dev.wave.core.Clock;
import dev.wave.core.delay.Links;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.inspect.LinkSnapshot.Life;
import dev.wave.core.link.ShmLink;
import java.util.List;
import java.util.Optional;

/** Looks at one link again and again. Never writes to it. */
public final class LinkWatch {
    private final ShmLink link;
    private final Clock clock;
    private LinkSnapshot now;
    private Optional<Rates> rates = Optional.empty();

    public LinkWatch(String uri, Clock clock) {
        this.link = ShmLink.inspect(Links.nameOf(uri));
        this.clock = clock;
        this.now = LinkSnapshot.read(link, clock.nanos());
    }

    /** Looks again; from now on there are rates, as long as the host was there both times. */
    public void look() {
        LinkSnapshot before = now;
        now = LinkSnapshot.read(link, clock.nanos());
        rates = Optional.of(new Rates(before, now));
    }

    /** True while the host's process runs and has the link open: only then anything changes. */
    public boolean open() {
        return now.host().life() == Life.OPEN;
    }

    public String text() {
        return new TopText(now, open() ? rates : Optional.empty()).text();
    }

    public String json() {
        return TopJson.of(List.of(TopJson.link(now, open() ? rates : Optional.empty())));
    }
}
