package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.Seeds;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.ShmNames;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host's side under real threads: wakers, cores, an agent that comes and goes, and the watchdog. */
@Timeout(100)
class EnclaveStressTest {
    private static final int NO_CORE = TargetWord.NO_CORE;
    private static final int CORES = 2;

    private final Geometry geometry = new Geometry(CORES, 3, 16, 4, 8);
    private final String name = ShmNames.fresh();
    private final ShmLink link =
            ShmLink.create(name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
    private final Enclave enclave = new Enclave(link, geometry, Clock.system());
    private final Watchdog watchdog =
            new Watchdog(enclave, new WatchdogLimits(5_000_000_000L, 60_000_000_000L), (pid, start) -> true);
    private final List<Marked> targets = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger epochs = new AtomicInteger();

    /** A target that knows who runs it and which wake-ups a run has seen. */
    private static final class Marked extends HostTarget {
        private final AtomicBoolean onACore = new AtomicBoolean();
        private final AtomicInteger wakeUps = new AtomicInteger();
        private volatile int seen;
    }

    @AfterEach
    void closeTheLink() {
        enclave.close();
    }

    private void register(int count) {
        for (int i = 0; i < count; i++) {
            Marked target = new Marked();
            enclave.register(target);
            targets.add(target);
        }
    }

    private void wake(int seed) {
        RandomGenerator random = Seeds.random(seed);
        for (int i = 0; i < 5_000 || epochs.get() < 6 && !stop.get(); i++) {
            Marked target = targets.get(random.nextInt(targets.size()));
            target.wakeUps.incrementAndGet();
            enclave.apply(target, TargetEvent.WAKE, NO_CORE);
            if (i % 16 == 0) {
                Thread.yield();
            }
        }
    }

    private void core(int core) {
        RandomGenerator random = Seeds.random(100 + core);
        while (!stop.get()) {
            Marked target = (Marked) enclave.take(core);
            if (target == null) {
                rest(core);
                continue;
            }
            assertTrue(target.onACore.compareAndSet(false, true), "on two cores");
            runs.incrementAndGet();
            target.seen = target.wakeUps.get();
            target.onACore.set(false);
            enclave.apply(target, random.nextInt(4) == 0 ? TargetEvent.YIELD : TargetEvent.BLOCK, core);
        }
    }

    /** Sleeps without a bound that would hide a lost wake-up. */
    private void rest(int core) {
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        if (enclave.mayRest(core, interrupt) && !stop.get()) {
            interrupt.await(ticket, 120_000_000_000L);
        }
        interrupt.disarm();
    }

    private FifoAgent agent(int seed) {
        return new FifoAgent(new AgentSeat(ShmLink.open(name), true, Seeds.random(seed)), 0, Clock.system());
    }

    /** Agents come and go, some replaced by the next, some leaving first; this thread is the watchdog, too. */
    private void agents(AtomicInteger wakersLeft) {
        int seed = 1_000;
        RandomGenerator random = Seeds.random(7);
        FifoAgent agent = agent(seed);
        while (!stop.get()) {
            int steps = 1 + random.nextInt(300);
            for (int i = 0; i < steps && !stop.get(); i++) {
                agent.step();
                watchdog.step();
            }
            if (wakersLeft.get() > 0) {
                boolean leavesFirst = random.nextBoolean();
                FifoAgent next = agent(++seed);
                succeed(agent, next, leavesFirst);
                agent = next;
            }
        }
        agent.leave();
    }

    private void succeed(FifoAgent agent, FifoAgent next, boolean leavesFirst) {
        if (leavesFirst) {
            agent.leave();
        }
        while (!next.inCharge() && !stop.get()) {
            next.receive();
            watchdog.step();
        }
        epochs.incrementAndGet();
        agent.leave();
    }

    @Test
    void noWakeUpIsLostAndNothingRunsTwiceAtOnce() throws InterruptedException {
        register(24);
        Threads threads = new Threads();
        AtomicInteger wakersLeft = new AtomicInteger(2);
        for (int core = 0; core < CORES; core++) {
            threads.start(core, this::core);
        }
        for (int i = 0; i < 2; i++) {
            threads.start(i, number -> {
                wake(number);
                wakersLeft.decrementAndGet();
            });
        }
        threads.start(0, number -> agents(wakersLeft));
        boolean settled = threads.waitUntil(
                () -> wakersLeft.get() == 0 && targets.stream().allMatch(this::settled));
        String picture = settled ? "" : describe();
        stop.set(true);
        for (int core = 0; core < CORES; core++) {
            enclave.interrupt(core).raise();
        }
        threads.join();
        assertTrue(settled, "somebody was woken and never ran: " + picture);
        assertTrue(epochs.get() > 5, "agents came and went");
        long dispatches = 0;
        for (int core = 0; core < CORES; core++) {
            Counters counters = enclave.counters(core);
            dispatches += counters.get(Counters.DISPATCHES);
            assertEquals(
                    counters.get(Counters.DISPATCHES),
                    counters.get(Outcome.COMMITTED.code() - 1) + counters.get(Counters.FALLBACK_RUNS));
        }
        assertEquals(runs.get(), dispatches);
    }

    private String describe() {
        StringBuilder picture = new StringBuilder("epoch " + enclave.epoch() + ", work for core 0 " + enclave.hasWork(0)
                + ", for core 1 " + enclave.hasWork(1) + ";");
        for (Marked target : targets) {
            if (!settled(target)) {
                picture.append(' ').append(target.index()).append(' ').append(target.state());
                picture.append(" seen ").append(target.seen).append(" of ").append(target.wakeUps);
            }
        }
        return picture.toString();
    }

    private boolean settled(Marked target) {
        return target.state() == TargetState.BLOCKED && target.seen == target.wakeUps.get();
    }

    @Test
    void everybodysNewestStateReachesTheAgent() throws InterruptedException {
        register(16);
        FifoAgent agent = agent(1);
        agent.look();
        watchdog.step();
        Threads threads = new Threads();
        AtomicInteger sendersLeft = new AtomicInteger(3);
        for (int i = 0; i < 3; i++) {
            threads.start(i, number -> {
                RandomGenerator random = Seeds.random(number);
                for (int n = 0; n < 20_000; n++) {
                    enclave.apply(targets.get(random.nextInt(16)), TargetEvent.CHANGE, NO_CORE);
                }
                sendersLeft.decrementAndGet();
            });
        }
        while (sendersLeft.get() > 0 && !threads.failed()) {
            agent.receive();
        }
        threads.join();
        for (int i = 0; i < 100 && enclave.senders()[CORES].hasMarked(); i++) {
            agent.receive();
            enclave.resendMarked();
        }
        agent.receive();
        assertFalse(enclave.senders()[CORES].hasMarked());
        for (HostTarget target : targets) {
            assertEquals(target.sequence(), agent.known(target.id()).sequence());
        }
    }

    @Test
    void targetsComeAndGoWhileAgentsDo() throws InterruptedException {
        Threads threads = new Threads();
        for (int i = 0; i < 3; i++) {
            threads.start(i, number -> {
                while (!stop.get()) {
                    HostTarget target = new HostTarget();
                    enclave.register(target);
                    enclave.apply(target, TargetEvent.WAKE, NO_CORE);
                    enclave.apply(target, TargetEvent.EXIT, NO_CORE);
                    // What has ended is kept until an agent was told: who tells must get a turn on a machine of few
                    // CPUs.
                    Thread.yield();
                }
            });
        }
        for (int round = 0; round < 200 && !threads.failed(); round++) {
            FifoAgent agent = agent(round);
            for (int i = 0; i < 10; i++) {
                agent.receive();
                watchdog.step();
            }
            agent.leave();
            watchdog.step();
        }
        stop.set(true);
        threads.join();
        for (int i = 0; i < 10; i++) {
            watchdog.step();
        }
        assertEquals(0, enclave.epoch());
        int[] left = {0};
        enclave.registry().forEach(target -> left[0]++);
        assertEquals(0, left[0], "what is gone is forgotten");
    }
}
