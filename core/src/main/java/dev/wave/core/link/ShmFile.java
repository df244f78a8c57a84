package dev.wave.core.link;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The files behind shared-memory links: made whole before anyone can see them, checked before anyone trusts them. */
final class ShmFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private ShmFile() {}

    static Path path(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LinkException(
                    "'" + name + "' is no link name: use 1 to 64 letters, digits, dots, dashes or underscores.");
        }
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        return folder.resolve("wave-" + name);
    }

    /**
     * Written under a private name and renamed at the end, so that an agent that polls for the link never sees half of it; a link
     * with a living host is never replaced.
     */
    static MemorySegment create(Path path, String name, long length, long toHostOffset) {
        refuseIfHostLives(path, name);
        Path fresh = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(fresh);
            MemorySegment file = map(fresh, length, true);
            writeHeader(new MemoryWindow(file), length, toHostOffset);
            Files.move(fresh, path, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
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
        header.store(LinkHeader.HOST_PID, ProcessHandle.current().pid());
        header.store(LinkHeader.HOST_STATE, LinkHeader.HOST_OPEN);
        header.storeFence();
        header.store(LinkHeader.MAGIC, LinkHeader.MAGIC_VALUE);
    }

    private static void refuseIfHostLives(Path path, String name) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            MemorySegment old = map(path, LinkHeader.BYTES, false);
            long pid = new MemoryWindow(old).load(LinkHeader.HOST_PID);
            boolean open = new MemoryWindow(old).load(LinkHeader.HOST_STATE) == LinkHeader.HOST_OPEN;
            boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            if (open && alive) {
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

    static MemorySegment open(Path path, String name) {
        MemorySegment file;
        try {
            long length = Files.size(path);
            if (length < LinkHeader.BYTES) {
                throw new LinkException("link shm:" + name + " is truncated (" + length
                        + " bytes): its host died while making it. Restart the service.");
            }
            file = map(path, length, false);
        } catch (NoSuchFileException e) {
            throw new LinkException(
                    "no link shm:" + name + ": no service with that link runs on this machine."
                            + " Start the service first, or check the name.",
                    e);
        } catch (IOException e) {
            throw new LinkException(
                    "link shm:" + name + " cannot be opened: " + reason(e) + ". Run as the user who owns the service.",
                    e);
        }
        check(new MemoryWindow(file), name, file.byteSize());
        return file;
    }

    private static void check(MemoryWindow header, String name, long length) {
        if (header.load(LinkHeader.MAGIC) != LinkHeader.MAGIC_VALUE) {
            throw new LinkException("shm:" + name + " is no Wave link (wrong magic). Check the name.");
        }
        header.loadFence();
        long versions = header.load(LinkHeader.VERSIONS);
        if (!LinkHeader.compatible(versions)) {
            throw new LinkException("link shm:" + name + " speaks protocol versions " + (int) versions + " to "
                    + (versions >>> 32) + ", this program " + LinkHeader.VERSION_MIN + " to " + LinkHeader.VERSION_MAX
                    + ". Bring both to a common release.");
        }
        long toHost = header.load(LinkHeader.TO_HOST_OFFSET);
        boolean whole = header.load(LinkHeader.FILE_BYTES) == length && toHost % 4096 == 0;
        if (!whole || toHost < LinkHeader.BYTES || toHost >= length) {
            throw new LinkException("link shm:" + name + " is truncated or damaged: its header does not fit its "
                    + length + " bytes. Restart the service.");
        }
    }

    static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nothing is lost: the next host of that name finds a closed link and replaces it.
        }
    }

    private static MemorySegment map(Path path, long length, boolean fresh) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (fresh) {
            options.add(StandardOpenOption.CREATE_NEW);
        }
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = fresh ? FileChannel.open(path, options, owner) : FileChannel.open(path, options)) {
            if (fresh) {
                allocate(channel, length);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, length, Arena.ofAuto());
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
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
