package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.Policies;
import dev.wave.threads.policy.RoundRobin;
import dev.wave.threads.policy.Shinjuku;
import dev.wave.threads.policy.ShinjukuMultiQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each policy on sequences of events, and how policies are found by name. */
class PoliciesTest {
    private static final long SLICE = 30_000;

    private final CoreState core0 = new CoreState(0);
    private final CoreState core1 = new CoreState(1);
    private int made;

    private PolicyThread thread(int threadClass, int weight) {
        PolicyThread thread = new PolicyThread(made++, new OnlineCores());
        thread.threadClass = threadClass;
        thread.weight = weight;
        return thread;
    }

    private PolicyThread thread() {
        return thread(0, 1);
    }

    private PolicyThread ready(ThreadPolicy policy, PolicyThread thread, long sinceNanos) {
        thread.readySinceNanos = sinceNanos;
        policy.created(thread);
        policy.ready(thread);
        return thread;
    }

    static Stream<ThreadPolicy> shipped() {
        return Policies.NAMES.stream()
                .map(name -> Policies.byName(name, Policies.Parameters.DEFAULT).get());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void threadsOfOneClassRunInTheOrderTheyCame(ThreadPolicy policy) {
        core0.now(1_000);
        PolicyThread first = ready(policy, thread(), 0);
        PolicyThread second = ready(policy, thread(), 0);
        PolicyThread third = ready(policy, thread(), 0);
        assertSame(first, policy.pick(core0));
        assertSame(second, policy.pick(core1));
        policy.yielded(first);
        assertSame(third, policy.pick(core0));
        assertSame(first, policy.pick(core0));
        assertNull(policy.pick(core0));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void returnedThreadKeepsItsTurn(ThreadPolicy policy) {
        core0.now(1_000);
        PolicyThread first = ready(policy, thread(), 0);
        ready(policy, thread(), 0);
        assertSame(first, policy.pick(core0));
        policy.returned(first);
        assertSame(first, policy.pick(core1));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void preemptedThreadGoesToTheEnd(ThreadPolicy policy) {
        core0.now(1_000);
        PolicyThread first = ready(policy, thread(), 0);
        PolicyThread second = ready(policy, thread(), 0);
        policy.pick(core0);
        policy.preempted(first);
        assertSame(second, policy.pick(core0));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void threadWaitsForACoreItMayRunOn(ThreadPolicy policy) {
        core0.now(1_000);
        core1.now(1_000);
        PolicyThread bound = thread();
        bound.affinity = 2;
        ready(policy, bound, 0);
        PolicyThread free = ready(policy, thread(), 0);
        assertSame(free, policy.pick(core0));
        assertNull(policy.pick(core0));
        assertSame(bound, policy.pick(core1));
    }

    @Test
    void boundHeadOfOneClassDoesNotHideAnother() {
        ThreadPolicy policy = new ShinjukuMultiQueue(SLICE, 100, 100);
        core0.now(1_000);
        PolicyThread bound = thread(0, 1);
        bound.affinity = 2;
        ready(policy, bound, 0);
        PolicyThread other = ready(policy, thread(1, 1), 500);
        assertSame(other, policy.pick(core0), "core 0 would idle while a thread waits that may run there");
    }

    private boolean wants(ThreadPolicy policy, PolicyThread running, long ranNanos) {
        core0.now(1_000_000);
        core0.start(running, 1);
        core0.now(1_000_000 + ranNanos);
        return policy.shouldPreempt(core0);
    }

    @Test
    void fifoNeverPreempts() {
        assertFalse(wants(new Fifo(), thread(), Long.MAX_VALUE / 2));
    }

    @Test
    void shinjukuPreemptsAtTheEndOfASlice() {
        for (ThreadPolicy policy : List.of(new Shinjuku(SLICE), new ShinjukuMultiQueue(SLICE, 1))) {
            assertFalse(wants(policy, thread(), SLICE - 1));
            assertTrue(wants(policy, thread(), SLICE));
        }
    }

    @Test
    void roundRobinGivesSlicesByWeight() {
        ThreadPolicy policy = new RoundRobin(SLICE);
        assertTrue(wants(policy, thread(0, 1), SLICE));
        assertFalse(wants(policy, thread(0, 3), 3 * SLICE - 1));
        assertTrue(wants(policy, thread(0, 3), 3 * SLICE));
    }

    @Test
    void classWithTheLargestPartOfItsTargetUsedGoesFirst() {
        ThreadPolicy policy = new ShinjukuMultiQueue(SLICE, 1_000, 100_000);
        PolicyThread longOne = ready(policy, thread(1, 1), 0);
        PolicyThread shortOne = ready(policy, thread(0, 1), 60_000);
        core0.now(60_500);
        assertSame(longOne, policy.pick(core0), "0.6 of its target, the short one 0.5");
        policy.returned(longOne);
        core0.now(61_000);
        assertSame(shortOne, policy.pick(core0), "all of its target, the long one 0.61");
        assertSame(longOne, policy.pick(core0));
    }

    @Test
    void preemptedThreadOfAClassKeepsItsAge() {
        ThreadPolicy policy = new ShinjukuMultiQueue(SLICE, 1_000, 1_000);
        PolicyThread old = ready(policy, thread(0, 1), 0);
        assertSame(old, policy.pick(core0));
        PolicyThread young = ready(policy, thread(1, 1), 50_000);
        policy.preempted(old);
        core0.now(60_000);
        assertSame(old, policy.pick(core0), "long requests gain on short ones as they age");
        assertSame(young, policy.pick(core0));
    }

    @Test
    void changeOfClassMovesAWaitingThread() {
        ThreadPolicy policy = new ShinjukuMultiQueue(SLICE, 1_000, 1_000_000);
        PolicyThread first = ready(policy, thread(1, 1), 0);
        PolicyThread second = ready(policy, thread(1, 1), 0);
        second.threadClass = 0;
        policy.changed(second);
        core0.now(500);
        assertSame(second, policy.pick(core0));
        second.threadClass = 1;
        policy.changed(second);
        assertSame(first, policy.pick(core0));
        assertNull(policy.pick(core0), "a change does not put a running thread into a queue");
    }

    @Test
    void classesBeyondTheTargetsBelongToTheLast() {
        ThreadPolicy policy = new ShinjukuMultiQueue(SLICE, 1_000, 1_000);
        PolicyThread far = ready(policy, thread(65_535, 1), 0);
        core0.now(10);
        assertSame(far, policy.pick(core0));
        assertThrows(IllegalArgumentException.class, () -> new ShinjukuMultiQueue(SLICE));
        assertThrows(IllegalArgumentException.class, () -> new ShinjukuMultiQueue(SLICE, 100, 0));
    }

    @ParameterizedTest
    @CsvSource({"Fifo, 15", "Shinjuku, 45"})
    void policyIsAsShortAsPromised(String name, int lines) throws Exception {
        Path source = Path.of(System.getProperty("wave.home", "."))
                .resolve("threads/src/main/java/dev/wave/threads/policy/" + name + ".java");
        String text = Files.readString(source).replaceAll("(?s)/\\*.*?\\*/", "");
        // The signatures that the formatter breaks off with a blank line and @Override are the user's lines, too.
        long code = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty()
                        && !line.startsWith("//")
                        && !line.startsWith("import ")
                        && !line.startsWith("package ")
                        && !line.equals("@Override")
                        && !line.equals("}"))
                .count();
        assertTrue(code <= lines, name + " has " + code + " lines of code");
    }

    /** A policy of a user's own, found by its name. */
    static final class OfAUser implements ThreadPolicy {
        @Override
        public void ready(PolicyThread thread) {}

        @Override
        public PolicyThread pick(CoreView core) {
            return null;
        }
    }

    @Test
    void policiesAreFoundByNameAndFreshEachTime() {
        assertEquals(
                List.of("Fifo", "Shinjuku", "RoundRobin", "ShinjukuMultiQueue", "EarliestDeadline", "VirtualMachines"),
                Policies.NAMES);
        for (String name : Policies.NAMES) {
            var supplier = Policies.byName(name, Policies.Parameters.DEFAULT);
            assertEquals(name, supplier.get().getClass().getSimpleName());
            assertNotSame(supplier.get(), supplier.get());
        }
        var own = Policies.byName(OfAUser.class.getName(), Policies.Parameters.DEFAULT);
        assertTrue(own.get() instanceof OfAUser);
        assertNotSame(own.get(), own.get());
    }

    @ParameterizedTest
    @CsvSource({"Fifi", "java.lang.String", "dev.wave.threads.policy.Shinjuku"})
    void unknownPolicyIsRefusedWithTheChoices(String name) {
        var failure =
                assertThrows(IllegalArgumentException.class, () -> Policies.byName(name, Policies.Parameters.DEFAULT));
        assertTrue(failure.getMessage().contains("no policy '" + name + "'"), failure.getMessage());
        assertTrue(failure.getMessage().contains("Fifo, Shinjuku, RoundRobin, ShinjukuMultiQueue"));
    }

    @Test
    void sliceShorterThanASwitchIsRefused() {
        var failure =
                assertThrows(IllegalArgumentException.class, () -> Policies.Parameters.DEFAULT.withSliceNanos(999));
        assertTrue(failure.getMessage().contains("at least 1000 ns"), failure.getMessage());
    }
}
