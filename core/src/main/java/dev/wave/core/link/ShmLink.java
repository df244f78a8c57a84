package dev.wave.core.link;

import dev.wave.core.link.ShmFile.Access;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A link between two processes (or two threads) of one machine: a memory-mapped file of mode 0600.
 *
 * <p>Layout: a header line, then the host's window, then, from the offset named in the header, the agent's. Both processes map
 * the whole file; the mapping lives until it is unreachable, because unmapping memory that a carrier may still poll would crash
 * the JVM and closing a shared arena stops every thread of it.
 */
public final class ShmLink implements Link {
    private static final String SCHEME = "shm:";

    private final String name;
    private final Path path;
    private final MemorySegment file;
    private final long toHostOffset;
    private final boolean owner;
    private final MemoryWindow toNic;
    private final MemoryWindow toHost;

    private ShmLink(String name, Path path, MemorySegment file, long toHostOffset, boolean owner) {
        this.name = name;
        this.path = path;
        this.file = file;
        this.toHostOffset = toHostOffset;
        this.owner = owner;
        this.toNic = new MemoryWindow(file.asSlice(0, toHostOffset));
        this.toHost = new MemoryWindow(file.asSlice(toHostOffset));
    }

    /**
     * Makes a link; this process is its host. A file of that name left by a dead host is replaced.
     *
     * @param toNicBytes size of the host's window, header included
     * @param toHostBytes size of the agent's window
     */
    public static ShmLink create(String name, long toNicBytes, long toHostBytes) {
        return create(name, toNicBytes, toHostBytes, header -> {});
    }

    /**
     * As above; {@code prepare} writes into {@code TO_NIC} what must stand there before anybody can find the link, such as the sizes of an enclave.
     */
    public static ShmLink create(String name, long toNicBytes, long toHostBytes, Consumer<Window> prepare) {
        Path path = ShmFile.path(name);
        long offset = roundUp(toNicBytes);
        long length = offset + roundUp(toHostBytes);
        MemorySegment file = ShmFile.create(path, name, length, offset, prepare);
        return new ShmLink(name, path, file, offset, true);
    }

    /** Opens the link that a host made. */
    public static ShmLink open(String name) {
        ShmLink link = open(name, SCHEME + name, Access.READ_AND_WRITE);
        if (link.toNic.load(LinkHeader.DELAYS) != 0) {
            throw new LinkException(
                    "link shm:" + name + " plays a slower link, and both ends must: open it as delayed:MODEL:" + name
                            + ", with the service's model.");
        }
        return link;
    }

    /**
     * Opens the memory of a link whose ends play a slower one.
     *
     * @param uri the link as the user wrote it, for messages
     */
    public static ShmLink openDelayed(String name, String uri) {
        ShmLink link = open(name, uri, Access.READ_AND_WRITE);
        if (link.toNic.load(LinkHeader.DELAYS) == 0) {
            throw new LinkException("link shm:" + name + " is a plain one, and " + uri
                    + " plays a slower one: open it as shm:" + name + ".");
        }
        return link;
    }

    /**
     * Opens a link to look at it, whether its host lives or has crashed: both windows can be read, and a store into either throws
     * {@link IllegalArgumentException}. Neither side notices.
     */
    public static ShmLink inspect(String name) {
        return open(name, SCHEME + name, Access.READ_ONLY);
    }

    /** The names of all files that may be links on this machine; {@link #inspect} says of each whether it is one. */
    public static List<String> names() {
        return ShmFile.names();
    }

    private static ShmLink open(String name, String uri, Access access) {
        Path path = ShmFile.path(name);
        MemorySegment file = ShmFile.open(path, uri, access);
        return new ShmLink(name, path, file, LinkHeader.toHostOffset(new MemoryWindow(file)), false);
    }

    /** Opens by URI, {@code shm:NAME}. */
    public static ShmLink openUri(String uri) {
        return open(nameOf(uri));
    }

    /** The name in a URI, {@code shm:NAME}. */
    public static String nameOf(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw new LinkException("no link of the kind '" + uri
                    + "': this build knows shm:NAME and delayed:MODEL:NAME, for example shm:demo.");
        }
        return uri.substring(SCHEME.length());
    }

    /** @throws LinkException if no link can have that name; the message says which can */
    public static void checkName(String name) {
        ShmFile.path(name);
    }

    private static long roundUp(long bytes) {
        return (bytes + 4095) & -4096;
    }

    @Override
    public String uri() {
        return SCHEME + name;
    }

    @Override
    public MemoryWindow toNic() {
        return toNic;
    }

    @Override
    public MemoryWindow toHost() {
        return toHost;
    }

    @Override
    public Interrupt towardsNic(long ringOffset, long armedOffset) {
        return interrupt(ringOffset, toHostOffset + armedOffset);
    }

    @Override
    public Interrupt towardsHost(long ringOffset, long armedOffset) {
        return interrupt(toHostOffset + ringOffset, armedOffset);
    }

    private ShmInterrupt interrupt(long ring, long armed) {
        return new ShmInterrupt(
                file.asSlice(ring, 8),
                file.asSlice(armed, 8),
                owner ? ShmInterrupt.HOST_RINGS : ShmInterrupt.AGENT_RINGS);
    }

    @Override
    public void close() {
        // Once: after that, the name may belong to another link.
        if (owner && toNic.load(LinkHeader.HOST_STATE) == LinkHeader.HOST_OPEN) {
            toNic.store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
            ShmFile.remove(path);
        }
    }
}
