package dev.wave.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.ChildJvm;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The link between two processes, this one and {@link ShmPeer}. */
@Timeout(120)
class ShmLinkProcessTest {
    private final String name = ShmNames.fresh();

    @AfterEach
    void removeTheFile() throws IOException {
        Files.deleteIfExists(ShmFile.path(name));
    }

    private ShmLink create() {
        return ShmLink.create(name, ShmPeer.TO_NIC_BYTES, ShmPeer.TO_HOST_BYTES);
    }

    private ChildJvm start(String role, int count) throws IOException {
        ChildJvm child = new ChildJvm(ShmPeer.class, role, name, Integer.toString(count));
        assertEquals("ready", child.line());
        return child;
    }

    @Test
    void bothProcessesSleepAndWakeEachOther() throws IOException {
        int rounds = 500;
        try (ShmLink link = create();
                ChildJvm child = start("echo", rounds)) {
            Interrupt ring = link.towardsNic(ShmPeer.REQUEST_RING, ShmPeer.REQUEST_ARMED);
            Interrupt asleep = link.towardsHost(ShmPeer.REPLY_RING, ShmPeer.REPLY_ARMED);
            for (long i = 1; i <= rounds; i++) {
                link.toNic().store(ShmPeer.REQUEST, i);
                ring.raise();
                ShmPeer.sleepUntil(link.toHost(), ShmPeer.REPLY, i * 3, asleep);
            }
            assertEquals(null, child.line(), "it counted as many");
        }
    }

    @Test
    void queuesCarryEverythingThereAndBack() throws IOException {
        int count = 50_000;
        try (ShmLink link = create()) {
            SlotWriter down = new SlotWriter(link.toNic(), link.toHost(), ShmPeer.DOWN);
            SlotReader up = new SlotReader(link.toHost(), link.toNic(), ShmPeer.UP);
            down.format(1, 1);
            up.open(1);
            try (ChildJvm child = start("queue", count)) {
                assertTrue(up.headerFits(1));
                carry(down, up, count);
                assertEquals("done", child.line());
            }
            assertEquals(SlotReader.Found.NOTHING, up.poll());
        }
    }

    private static void carry(SlotWriter down, SlotReader up, int count) {
        long sent = 0;
        for (long expected = 0; expected < count; ) {
            while (sent < count && down.hasRoom()) {
                for (int word = 1; word < 8; word++) {
                    down.put(word, sent * word);
                }
                down.publish();
                sent++;
            }
            SlotReader.Found found = up.poll();
            assertTrue(found != SlotReader.Found.CORRUPT, "corrupt at " + expected);
            if (found == SlotReader.Found.SLOT) {
                for (int word = 1; word < 8; word++) {
                    assertEquals(expected * word + 1, up.word(word));
                }
                expected++;
            }
        }
    }

    @Test
    void linkIsHeldByALivingProcessAndReplacedAfterItsDeath() throws Exception {
        try (ChildJvm child = start("host", 0)) {
            ShmLink agent = ShmLink.open(name);
            assertEquals(child.pid(), agent.toNic().load(LinkHeader.HOST_PID));
            String message = assertThrows(LinkException.class, this::create).getMessage();
            assertTrue(message.contains("is in use by process " + child.pid()), message);
            child.kill();
            assertTrue(Files.exists(ShmFile.path(name)), "a killed host leaves its file");
            try (ShmLink next = create()) {
                assertEquals(ProcessHandle.current().pid(), next.toNic().load(LinkHeader.HOST_PID));
                assertEquals(LinkHeader.HOST_OPEN, agent.toNic().load(LinkHeader.HOST_STATE), "the old memory stays");
            }
        }
    }
}
