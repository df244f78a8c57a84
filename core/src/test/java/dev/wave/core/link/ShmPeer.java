package dev.wave.core.link;

import dev.wave.core.ChildJvm;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.util.concurrent.locks.LockSupport;

/**
 * The other process of {@link ShmLinkProcessTest}: {@code echo}, {@code queue} or {@code host}, and the link's name.
 */
public final class ShmPeer {
    static final long REQUEST = LinkHeader.BYTES + 64;
    static final long REQUEST_RING = LinkHeader.BYTES + 128;
    static final long REPLY_ARMED = LinkHeader.BYTES + 192;
    static final long REPLY = 64;
    static final long REPLY_RING = 128;
    static final long REQUEST_ARMED = 192;
    static final QueueLayout DOWN = new QueueLayout(LinkHeader.BYTES + 1024, 1024, 8);
    static final QueueLayout UP = new QueueLayout(2048, LinkHeader.BYTES + 512, 8);
    static final long TO_NIC_BYTES = LinkHeader.BYTES + 4096;
    static final long TO_HOST_BYTES = 4096;

    private ShmPeer() {}

    public static void main(String[] arguments) {
        ChildJvm.endWithParent();
        String name = arguments[1];
        int count = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "echo" -> echo(ShmLink.open(name), count);
            case "queue" -> queue(ShmLink.open(name), count);
            case "host" -> host(name);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Sleeps until the next request is there, answers it with its triple, rings. */
    private static void echo(ShmLink link, int count) {
        Interrupt asleep = link.towardsNic(REQUEST_RING, REQUEST_ARMED);
        Interrupt ring = link.towardsHost(REPLY_RING, REPLY_ARMED);
        System.out.println("ready");
        for (long i = 1; i <= count; i++) {
            sleepUntil(link.toNic(), REQUEST, i, asleep);
            link.toHost().store(REPLY, i * 3);
            ring.raise();
        }
    }

    /** Sleeps on an interrupt until a word has a value. */
    static void sleepUntil(Window window, long offset, long value, Interrupt interrupt) {
        while (window.load(offset) != value) {
            long ticket = interrupt.arm();
            if (window.load(offset) != value) {
                interrupt.await(ticket, 60_000_000_000L);
            }
            interrupt.disarm();
        }
    }

    /** Passes everything on, one slot at a time. */
    private static void queue(ShmLink link, int count) {
        SlotReader in = new SlotReader(link.toNic(), link.toHost(), DOWN);
        SlotWriter out = new SlotWriter(link.toHost(), link.toNic(), UP);
        in.open(1);
        out.format(2, 1);
        System.out.println("ready");
        for (int i = 0; i < count; i++) {
            while (in.poll() != SlotReader.Found.SLOT) {
                Thread.onSpinWait();
            }
            while (!out.hasRoom()) {
                Thread.onSpinWait();
            }
            for (int word = 1; word < 8; word++) {
                out.put(word, in.word(word) + 1);
            }
            out.publish();
        }
        // The host may still read the last slots; the memory lives as long as somebody maps it.
        System.out.println("done");
    }

    private static void host(String name) {
        ShmLink link = ShmLink.create(name, TO_NIC_BYTES, TO_HOST_BYTES);
        System.out.println("ready");
        while (link.toNic().load(LinkHeader.HOST_STATE) == LinkHeader.HOST_OPEN) {
            LockSupport.parkNanos(50_000_000);
        }
    }
}
