package dev.wave.core.delay;

import dev.wave.core.Clock;
import dev.wave.core.delay.LinkDelays.Trick;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkConformance;
import dev.wave.core.link.ShmNames;
import dev.wave.core.model.MachineModel;

/** A link that plays PCIe without any trick: every load and every store crosses it by itself. */
class DelayedUncachedLinkTest extends LinkConformance {
    private static final LinkDelays NONE = LinkDelays.of(MachineModel.COHERENT)
            .without(Trick.WC)
            .without(Trick.WT)
            .without(Trick.PREFETCH);

    private final String name = ShmNames.fresh();

    @Override
    protected Link openHost() {
        return DelayedLinkTest.host(name, NONE);
    }

    @Override
    protected Link openAgent() {
        return DelayedLink.open(name, NONE, Clock.system());
    }
}
