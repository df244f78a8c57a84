package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Monitors and {@link NoPreempt} keep the core, and the depth is right on every way out. */
@Timeout(60)
class DeferralTest {
    private static final String FRAME = """
        import dev.wave.threads.preempt.*;
        public class Sample implements Runnable {
            public static String depths = "";
            static int depth() { return ((PreemptibleCarrier) Preemption.currentCarrier()).current().depth(); }
            static void note() { depths += depth(); }
            %s
        }
        """;

    private TestCarrier carrier;

    @BeforeEach
    void startCarrier() {
        carrier = TestCarrier.started();
    }

    @AfterEach
    void stopCarrier() {
        carrier.close();
    }

    /** Runs a sample on a virtual thread, with a request outstanding from the start; answers the depths it noted. */
    private String depths(String members) throws Exception {
        Compiled sample = Compiled.of(FRAME.formatted(members)).instrumented();
        Runnable body = sample.sample();
        carrier.go(body).join();
        Field depths = body.getClass().getField("depths");
        return (String) depths.get(null);
    }

    @Test
    void nestedMonitorsCountUpAndDown() throws Exception {
        assertEquals("01210", depths("""
            public void run() {
                note();
                synchronized (this) { note(); synchronized (Sample.class) { note(); } note(); }
                note();
            }
            """));
    }

    @Test
    void everyWayOutOfAMonitorLeavesTheDepthAtZero() throws Exception {
        assertEquals("10101010", depths("""
            int leave(int way) {
                for (int i = 0; i < 2; i++) {
                    synchronized (this) {
                        note();
                        if (way == 0) return 1;
                        if (way == 1) break;
                        if (way == 2) throw new IllegalStateException();
                        if (way == 3) { try { throw new RuntimeException(); } catch (RuntimeException e) { return 2; } }
                    }
                }
                return 0;
            }
            public void run() {
                for (int way = 0; way < 4; way++) {
                    try { leave(way); } catch (IllegalStateException e) { way = way; }
                    note();
                }
            }
            """));
    }

    @Test
    void nullMonitorIsNotCounted() throws Exception {
        assertEquals("0", depths("""
            public void run() {
                Object none = null;
                try { synchronized (none) { note(); } } catch (NullPointerException e) { note(); }
            }
            """));
    }

    @Test
    void synchronizedMethodsCountOnReturnAndOnException() throws Exception {
        assertEquals("1210", depths("""
            synchronized int outer(boolean fail) {
                note();
                int n = inner();
                note();
                if (fail) throw new IllegalStateException();
                return n;
            }
            static synchronized int inner() { note(); return 1; }
            public void run() {
                try { outer(true); } catch (IllegalStateException e) { note(); }
            }
            """));
    }

    @Test
    void monitorInsideASynchronizedMethodThatThrowsIsBalanced() throws Exception {
        assertEquals("1120", depths("""
            synchronized void outer() {
                note();
                try { note(); synchronized (Sample.class) { note(); throw new IllegalStateException(); } }
                finally { depth(); }
            }
            public void run() { try { outer(); } catch (IllegalStateException e) { note(); } }
            """));
    }

    @Test
    void markedMethodDefersAndSoDoesWhatItCalls() throws Exception {
        assertEquals("1110", depths("""
            @NoPreempt void marked() { note(); callee(); for (int i = 0; i < 1; i++) note(); }
            void callee() { note(); }
            public void run() { marked(); note(); }
            """));
    }

    @Test
    void markedClassCoversItsConstructorsFromTheSuperCallOn() throws Exception {
        assertEquals("0120", depths("""
            static class Base { Base(int n) { } static int noted() { note(); return 1; } }
            @NoPreempt static class Marked extends Base {
                Marked() { super(noted()); note(); work(); }
                void work() { note(); }
            }
            public void run() { new Marked(); note(); }
            """));
    }

    @Test
    void constructorThatThrowsLeavesTheDepthAtZero() throws Exception {
        assertEquals("10", depths("""
            @NoPreempt static class Marked { Marked() { note(); throw new IllegalStateException(); } }
            public void run() { try { new Marked(); } catch (IllegalStateException e) { note(); } }
            """));
    }

    @Test
    void requestDuringAMonitorIsHonouredAfterIt() throws Exception {
        Compiled sample = Compiled.of("""
            public class Sample implements Runnable {
                public static Runnable request, check;
                long total;
                public void run() {
                    synchronized (this) {
                        request.run();
                        for (int i = 0; i < 100_000; i++) { total += i ^ total; }
                        check.run();
                    }
                    check.run();
                }
            }
            """).instrumented();
        Runnable body = sample.sample();
        List<Long> preempted = new ArrayList<>();
        body.getClass().getField("request").set(null, (Runnable) () -> carrier.preempt(carrier.mounted()));
        body.getClass().getField("check").set(null, (Runnable) () -> preempted.add(carrier.count("preempted")));
        carrier.go(body).join();
        assertEquals(List.of(0L, 1L), preempted);
    }
}
