package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wave.core.Clock;
import dev.wave.core.Seeds;
import dev.wave.core.agent.AgentPort;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.ledger.Ledger;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.ShmNames;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The steady state allocates nothing, on either side: a decider that collects garbage misses its deadlines. */
class AllocationTest {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long self = Thread.currentThread().threadId();

    private long bytes() {
        return threads.getThreadAllocatedBytes(self);
    }

    /** The least a run of {@code body} allocated: the JIT may deoptimise in one, but not in each. */
    private long leastAllocated(Runnable body) {
        for (int i = 0; i < WARM_UP; i++) {
            body.run();
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = bytes();
            for (int i = 0; i < MEASURED; i++) {
                body.run();
            }
            least = Math.min(least, bytes() - before);
        }
        return least;
    }

    @Test
    void measuringSeesAnAllocation() {
        Object[] kept = new Object[1];
        assertTrue(leastAllocated(() -> kept[0] = new byte[16]) >= MEASURED * 16L);
    }

    @Test
    void queueAllocatesNothing() {
        QueueLayout layout = new QueueLayout(0, 0, 8);
        MemoryWindow producer = new MemoryWindow(MemorySegment.ofArray(new long[128]));
        MemoryWindow consumer = new MemoryWindow(MemorySegment.ofArray(new long[128]));
        SlotWriter writer = new SlotWriter(producer, consumer, layout);
        SlotReader reader = new SlotReader(producer, consumer, layout);
        writer.format(1, 1);
        reader.open(1);
        long[] sum = new long[1];
        assertEquals(0, leastAllocated(() -> {
            if (writer.hasRoom()) {
                writer.put(1, 5);
                writer.publish();
            }
            if (reader.poll() == SlotReader.Found.SLOT) {
                sum[0] += reader.word(1);
            }
        }));
        assertTrue(sum[0] > 0);
    }

    /** One target going round: told, decided, committed, run, yielded. */
    private static final class Round implements AgentPort.Decidable, AgentPort.Receiver<Round> {
        private final Enclave enclave;
        private final AgentPort<Round> port;
        private long id;
        private long sequence;
        private long committed;

        Round(Enclave enclave, AgentSeat seat) {
            this.enclave = enclave;
            this.port = new AgentPort<>(seat, new Ledger(seat.link().uri(), Clock.system()));
            seat.accept();
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public void message(SlotReader slot) {
            id = MessageLayout.target(slot);
            sequence = Math.max(sequence, MessageLayout.sequence(slot));
        }

        @Override
        public void outcome(int core, Round target, Outcome outcome, SlotReader slot) {
            committed += outcome == Outcome.COMMITTED ? 1 : 0;
            sequence = Math.max(sequence, OutcomeLayout.sequence(slot));
        }

        void agentSide() {
            port.beat();
            port.drain(this);
            port.decide(0, this, 1);
            port.endStep();
        }

        void hostSide() {
            enclave.prefetch(0);
            HostTarget target = enclave.take(0);
            enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
            enclave.apply(target, TargetEvent.BLOCK, 0);
            enclave.idleDuties(0);
            enclave.hasWork(0);
        }
    }

    @Test
    void decidingAndCommittingAllocatesNothingOnBothSides() {
        Geometry geometry = new Geometry(1, 2, 64, 4, 8);
        ShmLink link =
                ShmLink.create(ShmNames.fresh(), RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
        try (Enclave enclave = new Enclave(link, geometry, Clock.system())) {
            Watchdog watchdog = new Watchdog(enclave, WatchdogLimits.DEFAULT, (pid, start) -> true);
            AgentSeat seat = new AgentSeat(link, false, Seeds.random(1));
            seat.look();
            watchdog.step();
            seat.look();
            HostTarget target = new HostTarget();
            enclave.register(target);
            enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
            Round round = new Round(enclave, seat);
            assertEquals(0, leastAllocated(() -> {
                round.agentSide();
                round.hostSide();
            }));
            assertTrue(round.committed >= WARM_UP, "it went round");
        }
    }
}
