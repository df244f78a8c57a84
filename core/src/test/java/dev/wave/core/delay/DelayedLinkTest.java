package dev.wave.core.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkConformance;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.ShmNames;
import dev.wave.core.model.MachineModel;
import org.junit.jupiter.api.Test;

/** A link that plays PCIe with all tricks; the conformance of links holds for it, only later. */
class DelayedLinkTest extends LinkConformance {
    private static final LinkDelays ALL = LinkDelays.of(MachineModel.MOUNT_EVANS);

    private final String name = ShmNames.fresh();

    static Link host(String name, LinkDelays delays) {
        DelayedLink.Sizes sizes = new DelayedLink.Sizes(TO_NIC_BYTES, TO_HOST_BYTES, header -> {});
        return DelayedLink.create(name, sizes, Long.MAX_VALUE, delays, Clock.system());
    }

    @Override
    protected Link openHost() {
        return host(name, ALL);
    }

    @Override
    protected Link openAgent() {
        return DelayedLink.open(name, ALL, Clock.system());
    }

    @Test
    void linkOpensByItsUri() {
        String uri = "delayed:mount-evans:" + name;
        assertEquals(uri, Links.openUri(uri, Clock.system()).uri());
        assertRefused("names no link", "delayed:mount-evans");
        assertRefused("there are mount-evans, coherent", "delayed:mont-evans:" + name);
        assertRefused("no-wc, no-wt and no-prefetch", "delayed:mount-evans,no-dma:" + name);
        assertRefused("no link delayed:mount-evans:" + name + "-x: no service", "delayed:mount-evans:" + name + "-x");
    }

    @Test
    void endsThatDisagreeAboutDelaysAreKeptApart() {
        assertRefused("plays a slower link", "shm:" + name);
        String plain = ShmNames.fresh();
        try (ShmLink other = ShmLink.create(plain, TO_NIC_BYTES, TO_HOST_BYTES)) {
            assertEquals("shm:" + plain, other.uri());
            assertRefused("is a plain one", "delayed:mount-evans:" + plain);
        }
    }

    private static void assertRefused(String reason, String uri) {
        LinkException refused = assertThrows(LinkException.class, () -> Links.openUri(uri, Clock.system()));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }
}
