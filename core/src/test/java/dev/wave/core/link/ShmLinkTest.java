package dev.wave.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Shared memory as a link, both ends opened in this process; ShmLinkProcessTest does it with two. */
class ShmLinkTest extends LinkConformance {
    private final String name = ShmNames.fresh();

    @Override
    protected Link openHost() {
        return ShmLink.create(name, TO_NIC_BYTES, TO_HOST_BYTES);
    }

    @Override
    protected Link openAgent() {
        return ShmLink.open(name);
    }

    @Test
    void agentThatClosesLeavesTheLinkStanding() {
        ShmLink.open(name).close();
        ShmLink.open(name).close();
        assertTrue(Files.exists(ShmFile.path(name)));
    }

    @Test
    void agentKeepsItsMemoryWhenTheHostCloses() {
        ShmLink late = ShmLink.open(name);
        ShmLink host = ShmLink.open(name);
        assertEquals(LinkHeader.HOST_OPEN, late.toNic().load(LinkHeader.HOST_STATE));
        host.toNic().store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
        ShmFile.remove(ShmFile.path(name));
        late.toHost().store(0, 5);
        assertEquals(5, host.toHost().load(0));
        assertEquals(LinkHeader.HOST_CLOSED, late.toNic().load(LinkHeader.HOST_STATE));
    }

    @Test
    void linkOpensByItsUri() {
        assertEquals("shm:" + name, ShmLink.openUri("shm:" + name).uri());
        LinkException refused = assertThrows(LinkException.class, () -> ShmLink.openUri("pcie:0000:01:00.0"));
        assertTrue(refused.getMessage().contains("this build knows shm:NAME"), refused.getMessage());
    }

    @Test
    void windowsStartOnWholeLines() {
        MemorySegment lines = MemorySegment.ofArray(new long[32]);
        assertEquals(128, new MemoryWindow(lines.asSlice(128)).bytes());
        assertThrows(IllegalArgumentException.class, () -> new MemoryWindow(lines.asSlice(8)));
    }

    @Test
    void accessOutsideAWindowIsRefused() {
        Window window = ShmLink.open(name).toHost();
        assertThrows(IndexOutOfBoundsException.class, () -> window.load(window.bytes()));
        assertThrows(IndexOutOfBoundsException.class, () -> window.store(-8, 1));
    }
}
