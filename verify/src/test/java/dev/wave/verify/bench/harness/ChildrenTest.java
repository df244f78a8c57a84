package dev.wave.verify.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sample's processes say, how they fail, and what they leave. */
@Timeout(60)
class ChildrenTest {
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    @Test
    void linesComeInTheOrderOfTheStart() throws Exception {
        try (Children children = new Children()) {
            children.start(List.of("sh", "-c", "sleep 0.2; echo first"));
            children.start(List.of("echo", "second"));
            assertEquals(List.of("first", "second"), children.lines(GENEROUS));
        }
    }

    @Test
    void failureOfOneEndsTheWaitForTheOther() throws Exception {
        try (Children children = new Children()) {
            children.start(List.of("sleep", "60"));
            children.start(List.of("sh", "-c", "echo no such queue >&2; exit 7"));
            String said = assertThrows(IllegalStateException.class, () -> children.lines(GENEROUS))
                    .getMessage();
            assertTrue(said.contains("status 7: no such queue"), said);
        }
    }

    @Test
    void linksOfServicesThatWereKilledAreRemovedAndThoseOfOthersKept() throws IOException {
        long pid = ProcessHandle.current().pid();
        Path ours = Files.createFile(Path.of("/dev/shm/wave-bench-idle-" + pid + "-1"));
        Path ofQueues = Files.createFile(Path.of("/dev/shm/wave-bench-" + pid + "-2"));
        Path others = Files.createFile(Path.of("/dev/shm/wave-bench-idle-" + pid + "0-1"));
        try {
            new Children().close();
            assertFalse(Files.exists(ours), "the link of a service of this process");
            assertFalse(Files.exists(ofQueues), "the link of a pair of queues of this process");
            assertTrue(Files.exists(others), "the link of another run");
        } finally {
            for (Path each : List.of(ours, ofQueues, others)) {
                Files.deleteIfExists(each);
            }
        }
    }
}
