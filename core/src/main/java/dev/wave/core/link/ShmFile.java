package dev.wave.core.link;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files behind shared-memory links: made whole before anyone can see them, checked before anyone trusts them. */
final class ShmFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String PREFIX = "wave-";

    /** What the mapping is for. */
    enum Access {
        FRESH(FileChannel.MapMode.READ_WRITE, READ, WRITE, CREATE_NEW),
        READ_AND_WRITE(FileChannel.MapMode.READ_WRITE, READ, WRITE),
        READ_ONLY(FileChannel.MapMode.READ_ONLY, READ);

        private final FileChannel.MapMode mode;
        private final Set<OpenOption> options;

        Access(FileChannel.MapMode mode, OpenOption... options) {
            this.mode = mode;
            this.options = Set.of(options);
        }
    }

    private ShmFile() {}

    static Path path(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LinkException(
                    "'" + name + "' is no link name: use 1 to 64 letters, digits, dots, dashes or underscores.");
        }
        return folder().resolve(PREFIX + name);
    }

    /** Where links lie on this machine. */
    static Path folder() {
        Path memory = Path.of("/dev/shm");
        return Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Names under which something lies where links lie, in the order of the alphabet; each may still prove to be no link. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(PREFIX))
                    .map(file -> file.substring(PREFIX.length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LinkException("the links in " + folder() + " cannot be listed: " + reason(e) + ".", e);
        }
    }

    /**
     * Written under a private name and renamed at the end, so that an agent that polls for the link never sees half of it; a link
     * with a living host is never replaced.
     */
    static MemorySegment create(Path path, String name, long length, long toHostOffset, Consumer<Window> prepare) {
        refuseIfHostLives(path, name);
        Path fresh = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(fresh);
            MemorySegment file = map(fresh, length, Access.FRESH);
            MemoryWindow header = new MemoryWindow(file);
            writeHeader(header, length, toHostOffset);
            prepare.accept(header);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            // Half a file on a full disk would keep the space that the next try needs.
            remove(fresh);
            throw new LinkException(
                    "link shm:" + name + " cannot be made in " + path.getParent() + ": " + reason(e)
                            + ". Free space there or choose another user or name.",
                    e);
        }
    }

    private static void writeHeader(MemoryWindow header, long length, long toHostOffset) {
        header.store(LinkHeader.VERSIONS, LinkHeader.versions());
        header.store(LinkHeader.FILE_BYTES, length);
        header.store(LinkHeader.TO_HOST_OFFSET, toHostOffset);
        long pid = ProcessHandle.current().pid();
        header.store(LinkHeader.HOST_PID, pid);
        header.store(LinkHeader.HOST_START, Math.max(ProcessStart.UNKNOWN, ProcessStart.ticks(pid)));
        header.store(LinkHeader.HOST_STATE, LinkHeader.HOST_OPEN);
        header.storeFence();
        header.store(LinkHeader.MAGIC, LinkHeader.MAGIC_VALUE);
    }

    private static void refuseIfHostLives(Path path, String name) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            ShmPlace.requireFile(path, "shm:" + name);
            if (Files.size(path) < LinkHeader.BYTES) {
                return;
            }
            MemoryWindow old = new MemoryWindow(map(path, LinkHeader.BYTES, Access.READ_ONLY));
            long pid = old.load(LinkHeader.HOST_PID);
            boolean open = old.load(LinkHeader.MAGIC) == LinkHeader.MAGIC_VALUE
                    && old.load(LinkHeader.HOST_STATE) == LinkHeader.HOST_OPEN;
            if (open && ProcessStart.alive(pid, old.load(LinkHeader.HOST_START))) {
                throw new LinkException("link shm:" + name + " is in use by process " + pid
                        + ": two services cannot share one. Choose another name or end that process.");
            }
        } catch (IOException e) {
            throw new LinkException(
                    "link shm:" + name + " exists and cannot be read (" + reason(e)
                            + "): it belongs to somebody else. Choose another name.",
                    e);
        }
    }

    /**
     * Maps a link that a host made; every store into a mapping opened with {@link Access#READ_ONLY} throws.
     *
     * @param uri the link as the user wrote it, for messages
     */
    static MemorySegment open(Path path, String uri, Access access) {
        MemorySegment file;
        try {
            ShmPlace.requireFile(path, uri);
            long length = Files.size(path);
            if (length < LinkHeader.BYTES) {
                throw new LinkException("link " + uri + " is truncated (" + length
                        + " bytes): somebody cut it, or it never was a link. Restart the service.");
            }
            file = map(path, length, access);
        } catch (NoSuchFileException e) {
            throw new LinkException(
                    "no link " + uri + ": no service with that link runs on this machine."
                            + " Start the service first, or check the name.",
                    e);
        } catch (AccessDeniedException e) {
            throw new LinkException("link " + uri + " cannot be opened: permission denied" + ShmPlace.owner(path), e);
        } catch (IOException e) {
            throw new LinkException(
                    "link " + uri + " cannot be opened: " + reason(e) + ". Run as the user who owns the service.", e);
        }
        try {
            check(new MemoryWindow(file), uri, file.byteSize());
        } catch (InternalError e) {
            throw LinkException.lostMemory("link " + uri, e);
        }
        return file;
    }

    private static void check(MemoryWindow header, String uri, long length) {
        if (header.load(LinkHeader.MAGIC) != LinkHeader.MAGIC_VALUE) {
            throw new LinkException(uri + " is no Wave link (wrong magic). Check the name.");
        }
        header.loadFence();
        long versions = header.load(LinkHeader.VERSIONS);
        if (!LinkHeader.compatible(versions)) {
            throw new LinkException("link " + uri + " speaks protocol versions " + (int) versions + " to "
                    + (versions >>> 32) + ", this program " + LinkHeader.VERSION_MIN + " to " + LinkHeader.VERSION_MAX
                    + ". Bring both to a common release.");
        }
        long toHost = header.load(LinkHeader.TO_HOST_OFFSET);
        boolean whole = header.load(LinkHeader.FILE_BYTES) == length && toHost % 4096 == 0;
        if (!whole || toHost < LinkHeader.BYTES || toHost >= length) {
            throw new LinkException("link " + uri + " is truncated or damaged: its header does not fit its " + length
                    + " bytes. Restart the service.");
        }
    }

    static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nothing is lost: the next host of that name finds a closed link and replaces it.
        }
    }

    private static MemorySegment map(Path path, long length, Access access) throws IOException {
        Set<OpenOption> options = new HashSet<>(access.options);
        // The place is world-writable: a symbolic link there may lead anywhere.
        options.add(LinkOption.NOFOLLOW_LINKS);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        boolean fresh = access == Access.FRESH;
        try (FileChannel channel = fresh ? FileChannel.open(path, options, owner) : FileChannel.open(path, options)) {
            if (fresh) {
                allocate(channel, length);
            }
            return channel.map(access.mode, 0, length, Arena.ofAuto());
        }
    }

    /** Writes every page: a sparse file on a full disk would kill the process at some later store. */
    private static void allocate(FileChannel channel, long length) throws IOException {
        var zeros = java.nio.ByteBuffer.allocate(1 << 16);
        for (long at = 0; at < length; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
            while (zeros.hasRemaining()) {
                channel.write(zeros, at + zeros.position());
            }
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> "it already exists";
            // The message of a FileSystemException starts with the path, which the reader knows.
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
