package dev.wave.cli.demo.wire;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * The link on which requests and responses travel; the same for every variant.
 *
 * <pre>
 *   TO_NIC    0 header | 4096 requests-read line | 4160 armed lines of two ingress threads | 4288 response queue
 *   TO_HOST   0 two interrupt lines | 128 responses-read line | 192 request queue
 * </pre>
 */
public final class RequestLink implements AutoCloseable {
    /** How many threads of the host may receive: one, and one to stand in for it. */
    public static final int RECEIVERS = 2;

    private static final int SLOTS = 8192;
    private static final int TOWARDS_NIC = 1;
    private static final int TOWARDS_HOST = 2;
    private static final long NO_EPOCH = 0;

    private static final long REQUESTS_READ = LinkHeader.BYTES;
    private static final long ARMED = REQUESTS_READ + QueueLayout.LINE;
    private static final long RESPONSES = ARMED + RECEIVERS * QueueLayout.LINE;
    private static final long RING = 0;
    private static final long RESPONSES_READ = RECEIVERS * QueueLayout.LINE;
    private static final long REQUESTS = RESPONSES_READ + QueueLayout.LINE;

    private static final QueueLayout REQUEST_QUEUE = new QueueLayout(REQUESTS, REQUESTS_READ, SLOTS);
    private static final QueueLayout RESPONSE_QUEUE = new QueueLayout(RESPONSES, RESPONSES_READ, SLOTS);

    private final Link link;

    private RequestLink(Link link) {
        this.link = link;
    }

    /** The host's side makes the link. */
    public static RequestLink create(String name) {
        long queue = QueueLayout.bytes(SLOTS);
        return new RequestLink(ShmLink.create(linkName(name), RESPONSES + queue, REQUESTS + queue));
    }

    /** The NIC's side opens it, after the host said that it is there. */
    public static RequestLink open(String name) {
        return new RequestLink(ShmLink.open(linkName(name)));
    }

    /** Removes what a killed host left behind: a link with a dead host may be replaced, and its new host takes it away. */
    public static void sweep(String name) {
        ShmLink.create(linkName(name), LinkHeader.BYTES, LinkHeader.BYTES).close();
    }

    /** @throws dev.wave.core.link.LinkException if no service, or no requests beside it, can have a link of that name */
    public static void checkName(String name) {
        ShmLink.checkName(name);
        ShmLink.checkName(linkName(name));
    }

    private static String linkName(String name) {
        return name + "-requests";
    }

    /** The host's writing end; to be opened once. */
    public SlotWriter responseWriter() {
        SlotWriter writer = new SlotWriter(link.toNic(), link.toHost(), RESPONSE_QUEUE);
        writer.format(TOWARDS_NIC, NO_EPOCH);
        return writer;
    }

    /** The host's reading end. */
    public SlotReader requestReader() {
        SlotReader reader = new SlotReader(link.toHost(), link.toNic(), REQUEST_QUEUE);
        reader.open(NO_EPOCH);
        return reader;
    }

    /** The NIC's writing end; to be opened once. */
    public SlotWriter requestWriter() {
        SlotWriter writer = new SlotWriter(link.toHost(), link.toNic(), REQUEST_QUEUE);
        writer.format(TOWARDS_HOST, NO_EPOCH);
        return writer;
    }

    /** The NIC's reading end. */
    public SlotReader responseReader() {
        SlotReader reader = new SlotReader(link.toNic(), link.toHost(), RESPONSE_QUEUE);
        reader.open(NO_EPOCH);
        return reader;
    }

    /** Raised by the NIC when it published requests; the ingress thread of that number sleeps on it. */
    public Interrupt requestInterrupt(int receiver) {
        long line = receiver * (long) QueueLayout.LINE;
        return link.towardsHost(RING + line, ARMED + line);
    }

    @Override
    public void close() {
        link.close();
    }
}
