package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who lives, by {@code /proc}. */
class ProcessTableTest {
    private final ProcessTable processes = ProcessTable.system();
    private final long self = ProcessHandle.current().pid();

    @Test
    void thisProcessLivesWithAndWithoutItsStartTime() {
        assertTrue(processes.alive(self, ProcessTable.startTicks(self)));
        assertTrue(processes.alive(self, 0), "0: start time unknown");
        assertTrue(ProcessTable.startTicks(self) > 0);
    }

    @Test
    void youngerProcessUnderTheSamePidIsAnother() {
        assertFalse(processes.alive(self, ProcessTable.startTicks(self) - 1));
    }

    @Test
    void finishedChildIsGone() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        long ticks = ProcessTable.startTicks(child.pid());
        assertTrue(processes.alive(child.pid(), ticks));
        child.destroyForcibly().waitFor();
        assertFalse(processes.alive(child.pid(), ticks));
        assertEquals(ProcessTable.GONE, ProcessTable.startTicks(child.pid()));
    }

    @Test
    void nameWithSpacesAndParenthesesIsNoTrap() throws Exception {
        Path odd = Files.createTempDirectory("wave").resolve("a ) R 1 (b");
        Files.copy(Path.of("/bin/sleep"), odd);
        Process child = new ProcessBuilder(odd.toString(), "60").start();
        try {
            long ticks = ProcessTable.startTicks(child.pid());
            assertTrue(ticks >= ProcessTable.startTicks(self), "started after this one: " + ticks);
            assertTrue(processes.alive(child.pid(), ticks));
        } finally {
            child.destroyForcibly().waitFor();
            Files.delete(odd);
            Files.delete(odd.getParent());
        }
    }

    @Test
    void pidThatCannotBeIsGone() {
        assertFalse(processes.alive(Integer.MAX_VALUE, 0));
    }
}
