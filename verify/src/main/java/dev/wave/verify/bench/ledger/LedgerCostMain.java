package dev.wave.verify.bench.ledger;

import dev.wave.core.Clock;
import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.ProcessTable;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.ledger.Ledger;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.policy.Policies;
import dev.wave.verify.bench.harness.Pin;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import jdk.jfr.Recording;

/**
 * A process that measures the ledger in one state. Arguments: a {@link Recorder} and a CPU. It prints nanoseconds per way, nanoseconds per ten
 * entries, and involuntary switches.
 */
public final class LedgerCostMain {
    private static final int TARGETS = 16;
    private static final int WARM_WAYS = 1_000_000;
    private static final int WAYS = 100_000;
    private static final int ROUNDS = 5;
    private static final long HOUR = 3_600_000_000_000L;
    private static final long RECORDING_BYTES = 64_000_000;

    private LedgerCostMain() {}

    /** What Flight Recorder does meanwhile. */
    enum Recorder {
        NEVER,
        OF_OTHERS,
        OF_THE_LEDGER
    }

    public static void main(String[] args) {
        Recorder recorder = Recorder.valueOf(args[0]);
        Pin.to(Integer.parseInt(args[1]));
        try (Way way = new Way();
                Recording recording = recorder == Recorder.NEVER ? null : recording(recorder)) {
            System.out.println(nanosEach(way::go));
            System.out.println(nanosEach(new Entries()::write));
        }
        System.out.println(Pin.switches());
    }

    private static Recording recording(Recorder recorder) {
        Recording recording = new Recording();
        recording.setMaxSize(RECORDING_BYTES);
        recording.enable("jdk.GarbageCollection");
        if (recorder == Recorder.OF_THE_LEDGER) {
            List.of("Message", "MessageTaken", "Decision", "Outcome", "OutcomeTaken", "Run", "Step")
                    .forEach(event -> recording.enable("wave." + event));
        }
        recording.start();
        return recording;
    }

    /** The median of a few rounds. */
    private static double nanosEach(IntConsumer body) {
        body.accept(WARM_WAYS);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            body.accept(WAYS);
            rounds[i] = (System.nanoTime() - start) / (double) WAYS;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Host and agent in turns, as shipped: wake, message, step, decision, commit, stop. */
    private static final class Way implements AutoCloseable {
        private final ShmLink link;
        private final Enclave enclave;
        private final ThreadAgent agent;
        private final HostTarget[] targets = new HostTarget[TARGETS];

        Way() {
            Geometry geometry = Geometry.ofCores(1);
            String name = "bench-ledger-" + ProcessHandle.current().pid();
            link = ShmLink.create(name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
            enclave = new Enclave(link, geometry, Clock.system());
            // Nobody looks after the agent once it is in charge: it must not lose its epoch to a slow machine.
            Watchdog watchdog = new Watchdog(enclave, new WatchdogLimits(HOUR, HOUR), ProcessTable.system());
            agent = new ThreadAgent(
                    ShmLink.open(name),
                    Policies.byName("Fifo", Policies.Parameters.DEFAULT),
                    AgentOptions.DEFAULT,
                    Clock.system());
            while (!agent.inCharge()) {
                agent.step();
                watchdog.step();
            }
            for (int i = 0; i < TARGETS; i++) {
                targets[i] = new HostTarget();
                enclave.register(targets[i]);
            }
        }

        void go(int times) {
            for (int i = 0; i < times; i++) {
                enclave.apply(targets[i % TARGETS], TargetEvent.WAKE, TargetWord.NO_CORE);
                HostTarget taken = null;
                while (taken == null) {
                    agent.step();
                    taken = enclave.take(0);
                }
                enclave.apply(taken, TargetEvent.BLOCK, 0);
            }
        }

        @Override
        public void close() {
            agent.close();
            link.close();
        }
    }

    /** The entries of one way, without the way. */
    private static final class Entries {
        private final Ledger ledger = new Ledger("shm:bench", Clock.system());
        private final SlotReader slot;
        private final long word = TargetWord.of(7, 0, MessageKind.READY, TargetState.READY);

        Entries() {
            QueueLayout layout = new QueueLayout(0, 0, 8);
            MemoryWindow window = new MemoryWindow(MemorySegment.ofArray(new long[128]));
            slot = new SlotReader(window, window, layout);
        }

        void write(int times) {
            for (int i = 0; i < times; i++) {
                message();
                ledger.decision(1, i, 0, 3, 7);
                ledger.outcome(1, 0, slot, Outcome.COMMITTED, i);
                ledger.stopped(Ledger.recordsRuns() ? ledger.started(1, 0, i) : null, 3, 0, TargetEvent.BLOCK);
                message();
                ledger.outcomeTaken(1, 0, slot, Outcome.COMMITTED);
                ledger.step(1, i, 3);
                ledger.step(1, i, 1);
            }
        }

        private void message() {
            ledger.message(1, 0, 3, word, 0, 0);
            ledger.messageTaken(1, slot);
        }
    }
}
