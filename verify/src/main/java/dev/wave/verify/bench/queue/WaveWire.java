package dev.wave.verify.bench.queue;

import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/** Ours: the queues of the product as they are shipped, in the two windows of a shared-memory link. */
final class WaveWire implements Wire {
    private static final int SLOTS = 1024;
    private static final int EPOCH = 1;
    private static final int PAGE = 4096;
    /** In each window: room for the link's header, a page with the read line of the other window's queue, a queue. */
    private static final QueueLayout LAYOUT = new QueueLayout(LinkHeader.BYTES + PAGE, LinkHeader.BYTES, SLOTS);

    private static final long WINDOW_BYTES = LinkHeader.BYTES + PAGE + QueueLayout.bytes(SLOTS);

    private final ShmLink link;
    private final SlotWriter writer;
    private final SlotReader reader;

    private WaveWire(ShmLink link, SlotWriter writer, SlotReader reader) {
        this.link = link;
        this.writer = writer;
        this.reader = reader;
    }

    /** As a peer of its own kind: how the other process makes its end. */
    static final class Peer implements WirePeer {
        static final String NAME = "wave";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public boolean inProcess() {
            return false;
        }

        @Override
        public int roundMessages() {
            return 100_000;
        }

        @Override
        public Wire open(End end, String link) {
            return end == End.FIRST ? host(link) : agent(link);
        }
    }

    private static WaveWire host(String name) {
        ShmLink link = ShmLink.create(name, WINDOW_BYTES, WINDOW_BYTES);
        SlotWriter writer = new SlotWriter(link.toNic(), link.toHost(), LAYOUT);
        SlotReader reader = new SlotReader(link.toHost(), link.toNic(), LAYOUT);
        return opened(new WaveWire(link, writer, reader), 1);
    }

    private static WaveWire agent(String name) {
        ShmLink link = openWhenMade(name);
        SlotWriter writer = new SlotWriter(link.toHost(), link.toNic(), LAYOUT);
        SlotReader reader = new SlotReader(link.toNic(), link.toHost(), LAYOUT);
        return opened(new WaveWire(link, writer, reader), 2);
    }

    private static WaveWire opened(WaveWire wire, int direction) {
        wire.writer.format(direction, EPOCH);
        wire.reader.open(EPOCH);
        while (!wire.reader.headerFits(EPOCH)) {
            Thread.onSpinWait();
        }
        return wire;
    }

    /** The other process is just making it; whoever started the two gives up when that takes too long. */
    private static ShmLink openWhenMade(String name) {
        while (true) {
            try {
                return ShmLink.open(name);
            } catch (LinkException notYet) {
                Thread.yield();
            }
        }
    }

    @Override
    public void produce(long first, int count) {
        for (long message = first; message < first + count; message++) {
            send(message);
        }
    }

    @Override
    public void send(long message) {
        while (!writer.hasRoom()) {
            Thread.onSpinWait();
        }
        // Word by word, as every layout of the protocol does it; the JIT would keep a loop a loop.
        writer.put(1, message + 1);
        writer.put(2, message + 2);
        writer.put(3, message + 3);
        writer.put(4, message + 4);
        writer.put(5, message + 5);
        writer.put(6, message + 6);
        writer.put(7, message + 7);
        writer.publish();
    }

    @Override
    public long consume(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += receive();
        }
        return sum;
    }

    @Override
    public long receive() {
        while (true) {
            switch (reader.poll()) {
                case SLOT -> {
                    return taken();
                }
                case NOTHING -> Thread.onSpinWait();
                case CORRUPT -> throw new IllegalStateException("corrupt at " + reader.position());
            }
        }
    }

    private long taken() {
        return reader.word(1)
                + reader.word(2)
                + reader.word(3)
                + reader.word(4)
                + reader.word(5)
                + reader.word(6)
                + reader.word(7);
    }

    @Override
    public void close() {
        link.close();
    }
}
