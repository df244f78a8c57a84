package dev.wave.core.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with the file behind a link, and what the user is told. */
class ShmFileTest {
    private final String name = ShmNames.fresh();
    private final Path path = ShmFile.path(name);

    @AfterEach
    void removeTheFile() throws IOException {
        Files.deleteIfExists(path);
    }

    private ShmLink create() {
        return ShmLink.create(name, LinkHeader.BYTES + 4096, 4096);
    }

    /** A message is one line that says what happened and, in a sentence of its own, what to do. */
    private static String refusal(Executable action) {
        String message = assertThrows(LinkException.class, action).getMessage();
        assertFalse(message.contains("\n"), message);
        assertTrue(message.endsWith("."), message);
        return message;
    }

    private void poke(long offset, long value) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            assertEquals(8, file.write(word, offset));
        }
    }

    private void cutTo(long length) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b",
                "../x",
                "two words",
                "name\n",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void namesThatAreNoFileNamesAreRefused(String bad) {
        String message =
                assertThrows(LinkException.class, () -> ShmLink.open(bad)).getMessage();
        assertTrue(message.contains("is no link name: use 1 to 64 letters"), message);
        assertThrows(LinkException.class, () -> ShmLink.create(bad, 8192, 4096));
    }

    @Test
    void longestNameIsAccepted() throws IOException {
        String longest = (name + "-" + "x".repeat(64)).substring(0, 64);
        ShmLink.create(longest, 8192, 4096).close();
        assertFalse(Files.exists(ShmFile.path(longest)));
    }

    @Test
    void missingLinkSaysToStartTheService() {
        String message = refusal(() -> ShmLink.open(name));
        assertTrue(message.startsWith("no link shm:" + name), message);
        assertTrue(message.contains("Start the service first"), message);
    }

    @Test
    void fileShorterThanAHeaderIsCalledTruncated() throws IOException {
        create();
        cutTo(100);
        String message = refusal(() -> ShmLink.open(name));
        assertTrue(message.contains("is truncated (100 bytes)") && message.contains("Restart the service"), message);
    }

    @Test
    void fileShorterThanItsHeaderSaysIsCalledTruncated() throws IOException {
        create();
        cutTo(8192);
        String message = refusal(() -> ShmLink.open(name));
        assertTrue(message.contains("truncated or damaged") && message.contains("8192 bytes"), message);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4095, 4100, 1L << 40, -4096})
    void impossibleWindowOffsetIsCalledDamaged(long offset) throws IOException {
        create();
        poke(LinkHeader.TO_HOST_OFFSET, offset);
        assertTrue(refusal(() -> ShmLink.open(name)).contains("damaged"));
    }

    @Test
    void foreignMagicIsNotOpened() throws IOException {
        create();
        poke(LinkHeader.MAGIC, 0x1122334455667788L);
        String message = refusal(() -> ShmLink.open(name));
        assertTrue(message.contains("is no Wave link") && message.contains("Check the name"), message);
    }

    @Test
    void newerProtocolIsNamedWithBothRanges() throws IOException {
        create();
        poke(LinkHeader.VERSIONS, 7L | 9L << 32);
        String message = refusal(() -> ShmLink.open(name));
        assertTrue(message.contains("versions 7 to 9") && message.contains("this program 1 to 2"), message);
        assertTrue(message.contains("Bring both to a common release"), message);
    }

    @Test
    void rangeThatIncludesOursIsAccepted() throws IOException {
        create();
        poke(LinkHeader.VERSIONS, 1L | 9L << 32);
        assertEquals("shm:" + name, ShmLink.open(name).uri());
        poke(LinkHeader.VERSIONS, 9L | 1L << 32);
        assertTrue(refusal(() -> ShmLink.open(name)).contains("versions 9 to 1"));
    }

    @Test
    void linkOfALivingHostIsNotReplaced() {
        create();
        String message = refusal(this::create);
        assertTrue(
                message.contains(
                        "is in use by process " + ProcessHandle.current().pid()),
                message);
        assertTrue(message.contains("Choose another name or end that process"), message);
    }

    @Test
    void linkOfADeadHostIsReplaced() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        ShmLink old = create();
        old.toHost().store(0, 99);
        poke(LinkHeader.HOST_PID, child.pid());
        ShmLink fresh = create();
        assertEquals(ProcessHandle.current().pid(), fresh.toNic().load(LinkHeader.HOST_PID));
        assertEquals(0, ShmLink.open(name).toHost().load(0), "a new file, not the old one again");
        assertEquals(99, old.toHost().load(0), "who still maps the old one is not disturbed");
    }

    @Test
    void remainsShorterThanAHeaderAreReplaced() throws IOException {
        Files.write(path, new byte[10]);
        create();
        assertEquals("shm:" + name, ShmLink.open(name).uri());
    }

    @Test
    void closedLinkOfALivingProcessIsReplaced() throws IOException {
        create();
        poke(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
        create();
        assertEquals(LinkHeader.HOST_OPEN, ShmLink.open(name).toNic().load(LinkHeader.HOST_STATE));
    }

    @Test
    void nothingIsLeftUnderAPrivateName() throws IOException {
        create();
        try (var files = Files.list(path.getParent())) {
            String prefix = path.getFileName().toString() + ".";
            assertEquals(
                    0,
                    files.filter(f -> f.getFileName().toString().startsWith(prefix))
                            .count());
        }
    }

    @Test
    void onlyTheOwnerMayReadOrWrite() throws IOException {
        create();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void placeThatIsNoFileIsRefused() throws IOException {
        Files.createDirectory(path);
        assertTrue(refusal(() -> ShmLink.open(name)).startsWith("link shm:" + name));
        assertTrue(refusal(this::create).startsWith("link shm:" + name));
    }

    @Test
    void symbolicLinkIsNotFollowed() throws IOException {
        create();
        Path real = path.resolveSibling(path.getFileName() + ".real");
        try {
            Files.move(path, real);
            Files.createSymbolicLink(path, real);
            for (Executable use : openings()) {
                assertTrue(refusal(use).contains("is a symbolic link, not a file that a service made"));
            }
        } finally {
            Files.delete(real);
        }
    }

    @Test
    @Timeout(60)
    void pipeInThePlaceOfALinkIsRefusedWithoutWaitingForItsOtherEnd() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        for (Executable use : openings()) {
            assertTrue(refusal(use).contains("is a pipe, socket or device"));
        }
    }

    private List<Executable> openings() {
        return List.of(() -> ShmLink.open(name), () -> ShmLink.inspect(name), this::create);
    }

    @Test
    void processIdUsedAgainDoesNotKeepALinkAlive() throws IOException {
        create();
        poke(LinkHeader.HOST_START, ProcessStart.ticks(ProcessHandle.current().pid()) - 1);
        create();
        poke(LinkHeader.HOST_START, ProcessStart.UNKNOWN);
        assertTrue(refusal(this::create).contains("is in use by process"), "unknown is taken for alive");
    }

    @Test
    void inspectionReadsAndCannotWrite() throws IOException {
        ShmLink host = create();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));
        host.toHost().store(8, 42);
        ShmLink look = ShmLink.inspect(name);
        assertEquals(42, look.toHost().load(8));
        assertThrows(IllegalArgumentException.class, () -> look.toNic().store(LinkHeader.EPOCH, 1));
        assertThrows(IllegalArgumentException.class, () -> look.toHost().store(0, 1));
        look.close();
        assertTrue(Files.exists(path), "who only looks removes nothing");
        assertTrue(ShmLink.names().contains(name));
    }

    @Test
    void memoryThatIsGoneIsTakenForALostLinkAndNoFaultOfTheJvm() throws IOException {
        create();
        ShmLink look = ShmLink.inspect(name);
        cutTo(0);
        InternalError error =
                assertThrows(InternalError.class, () -> look.toNic().load(0));
        assertTrue(LinkException.isLostMemory(error), error.getMessage());
        String message = LinkException.lostMemory("link shm:" + name, error).getMessage();
        assertTrue(message.startsWith("the memory of link shm:" + name + " is gone"), message);
        InternalError other = new InternalError("something else");
        assertSame(other, assertThrows(InternalError.class, () -> LinkException.lostMemory("x", other)));
    }

    @Test
    void deletedLinkGoesOnForThoseWhoHaveItAndIsNotFoundByOthers() throws IOException {
        ShmLink host = create();
        ShmLink agent = ShmLink.open(name);
        Files.delete(path);
        agent.toHost().store(0, 5);
        assertEquals(5, host.toHost().load(0));
        assertTrue(refusal(() -> ShmLink.open(name)).startsWith("no link shm:" + name));
        assertFalse(ShmLink.names().contains(name));
    }

    @Test
    void closingRemovesTheName() {
        create().close();
        assertFalse(Files.exists(path));
        assertTrue(refusal(() -> ShmLink.open(name)).startsWith("no link"));
    }

    @Test
    void closingTwiceSparesTheNextLinkOfThatName() {
        ShmLink first = create();
        first.close();
        create();
        first.close();
        assertTrue(Files.exists(path), "the second close() removed a link that somebody else made since");
    }

    @Test
    void everyPageIsAllocated() throws IOException {
        ShmLink link = ShmLink.create(name, 1 << 20, 1 << 16);
        assertEquals(Files.size(path), link.toNic().bytes() + link.toHost().bytes());
        Process du = new ProcessBuilder("stat", "-c", "%b %B", path.toString()).start();
        String[] blocks =
                new String(du.getInputStream().readAllBytes(), US_ASCII).strip().split(" ");
        // A sparse file on a full disk would kill the process at a later store.
        assertTrue(Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]) >= Files.size(path));
    }

    @Test
    void headerIsAsThePageSays() throws IOException {
        Geometry geometry = new Geometry(3, 4, 1024, 16, 64);
        ShmLink link = ShmLink.create(name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
        geometry.store(link.toNic());
        long offset = link.toNic().bytes();
        byte[] header = new byte[96];
        try (FileChannel file = FileChannel.open(path)) {
            assertEquals(96, file.read(ByteBuffer.wrap(header)));
        }
        ByteBuffer expected = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
        expected.put("WAVELNK1".getBytes(US_ASCII));
        expected.putInt(1).putInt(2);
        expected.putLong(Files.size(path)).putLong(offset);
        expected.putShort((short) 3).putShort((short) 4).putInt(0);
        expected.putInt(1024).putShort((short) 16).putShort((short) 64);
        expected.putLong(0).putLong(0);
        expected.putLong(ProcessHandle.current().pid()).putLong(1).putLong(0).putLong(0);
        assertArrayEquals(expected.array(), header, HexFormat.of().formatHex(header));
    }
}
