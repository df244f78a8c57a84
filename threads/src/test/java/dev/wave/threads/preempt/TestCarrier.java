package dev.wave.threads.preempt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One core with a first-come-first-served run queue: just enough mechanism to see preemption happen. */
final class TestCarrier extends PreemptibleCarrier implements AutoCloseable {
    private static final AtomicLong DISPATCHES = new AtomicLong();

    /** Never freed: polls may look at them for as long as the process lives. */
    private static final Arena WORDS = Arena.global();

    private final MemorySegment preemptionWord;
    private final MemorySegment summaryWord;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopping;
    private volatile long mounted;

    /** Which thread a queued task belongs to is not to be seen from outside, so every task keeps one scope. */
    private final Map<Runnable, PreemptionScope> scopes = new ConcurrentHashMap<>();

    private TestCarrier(MemorySegment preemptionWord, MemorySegment summaryWord) {
        super("test carrier", preemptionWord.address());
        this.preemptionWord = preemptionWord;
        this.summaryWord = summaryWord;
        setDaemon(true);
    }

    static TestCarrier started() {
        var carrier = new TestCarrier(WORDS.allocate(8, 8), WORDS.allocate(8, 8));
        Preemption.attach(carrier.summaryWord.address());
        carrier.start();
        return carrier;
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                dispatch(queue.take());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void dispatch(Runnable task) {
        long number = DISPATCHES.incrementAndGet();
        mount(scopes.computeIfAbsent(task, ignored -> new PreemptionScope()), number);
        mounted = number;
        try {
            task.run();
        } finally {
            log.add(unmount() ? "preempted" : "gave way");
            mounted = NO_DISPATCH;
        }
    }

    /** Starts a virtual thread on this core. */
    Thread go(Runnable body) {
        return builder(queue::add).start(body);
    }

    /** Asks for the end of a dispatch, as an agent would. */
    void preempt(long number) {
        preemptionWord.setAtIndex(ValueLayout.JAVA_LONG, 0, number);
        summaryWord.setAtIndex(ValueLayout.JAVA_LONG, 0, 1);
    }

    /** Asks for the end of whatever runs now. */
    void preemptPresent() {
        long now = mounted;
        if (now != NO_DISPATCH) {
            preempt(now);
        }
    }

    /** The number of the dispatch that runs now. */
    long mounted() {
        return mounted;
    }

    /** How many dispatches have ended so far in this way. */
    long count(String way) {
        return List.copyOf(log).stream().filter(way::equals).count();
    }

    @Override
    public void close() {
        stopping = true;
        interrupt();
        Preemption.detach(summaryWord.address());
    }

    private static Thread.Builder.OfVirtual builder(Executor scheduler) {
        try {
            Class<?> type = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            return (Thread.Builder.OfVirtual) MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, Executor.class))
                    .invoke(scheduler);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
