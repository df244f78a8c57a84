package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.threads.policy.Fifo;
import dev.wave.threads.virtual.ThreadEnclave;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that enclave threads start: they inherit the scheduler, run by decision, and leave nothing behind. And those that must not inherit it. */
class ChildThreadsTest {
    /** Counts what comes and goes. */
    private static final class Counting implements ThreadPolicy {
        private final Fifo fifo = new Fifo();
        volatile int created;
        volatile int departed;
        volatile int highestIndex;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one agent thread writes
        public void created(PolicyThread thread) {
            created++;
            highestIndex = Math.max(highestIndex, thread.index());
        }

        @Override
        public void ready(PolicyThread thread) {
            fifo.ready(thread);
        }

        @Override
        public void returned(PolicyThread thread) {
            fifo.returned(thread);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one agent thread writes
        public void departed(PolicyThread thread) {
            departed++;
        }

        @Override
        public PolicyThread pick(CoreView core) {
            return fifo.pick(core);
        }
    }

    private static Map<?, ?> children(ThreadEnclave enclave) {
        try {
            Field threads = ThreadEnclave.class.getDeclaredField("threads");
            threads.setAccessible(true);
            Object mechanism = threads.get(enclave);
            Field children = mechanism.getClass().getDeclaredField("children");
            children.setAccessible(true);
            return (Map<?, ?>) children.get(mechanism);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Three children each, to the third generation, and each of them yields. */
    private static void family(int generations, AtomicInteger ended) {
        List<Thread> mine = new ArrayList<>();
        for (int i = 0; i < 3 && generations > 0; i++) {
            mine.add(Thread.startVirtualThread(() -> family(generations - 1, ended)));
        }
        Thread.yield();
        for (Thread child : mine) {
            Bounded.join("a child", child);
        }
        ended.incrementAndGet();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void childrenRunByDecisionAndTheirTargetsAreReleased(int cores) {
        Counting policy = new Counting();
        try (Rig rig = new Rig(cores, 1_500)) {
            rig.agent(() -> policy);
            int families = 50;
            for (int i = 0; i < families; i++) {
                AtomicInteger ended = new AtomicInteger();
                rig.run("a family", () -> family(3, ended));
                assertEquals(1 + 3 + 9 + 27, ended.get());
            }
            int all = families * 40;
            Bounded.until("the departure of every thread", () -> policy.departed == all);
            assertEquals(all, policy.created);
            Bounded.until(
                    "nothing is remembered of the children",
                    () -> children(rig.enclave).isEmpty());
            assertTrue(
                    policy.highestIndex < 400, "indexes are used again, so none is as high as " + policy.highestIndex);
        }
    }

    @Test
    void orphansOutliveTheirParents() {
        AtomicInteger ended = new AtomicInteger();
        try (Rig rig = new Rig(1)) {
            List<Thread> orphans = new ArrayList<>();
            rig.run("the parent", () -> {
                for (int i = 0; i < 20; i++) {
                    orphans.add(Thread.startVirtualThread(() -> {
                        Bounded.pause(1);
                        ended.incrementAndGet();
                    }));
                }
            });
            orphans.forEach(orphan -> Bounded.join("an orphan", orphan));
            assertEquals(20, ended.get());
            assertTrue(orphans.getFirst().isVirtual());
        }
    }

    /** In a JVM of its own, because pollers start once per JVM. */
    @Test
    void ordinaryVirtualThreadsDoSocketWorkOnASilentEnclave() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens",
                        "java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SilentEnclave.class.getName())
                .redirectErrorStream(true)
                .start();
        boolean ended = child.waitFor(Bounded.SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            child.destroyForcibly().waitFor();
        }
        // It ends without closing its enclave, whose agent it cannot end.
        Files.deleteIfExists(Path.of("/dev/shm/wave-silent-" + child.pid()));
        assertTrue(ended, "ordinary virtual threads hang, because the enclave carries the JDK's pollers");
        String output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals("enclave thread talked\nordinary threads talked\n", output);
        assertFalse(child.exitValue() != 0, output);
    }
}
