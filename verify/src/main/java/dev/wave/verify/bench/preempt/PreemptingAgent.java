package dev.wave.verify.bench.preempt;

import dev.wave.core.Clock;
import dev.wave.core.agent.AgentPort;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.ledger.Ledger;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.queue.SlotReader;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An agent for one core and a few threads that does nothing but preempt, at random moments, and notes how long each time took.
 *
 * <p>It begins to count when the request is about to be published, and ends at the time that the host's message gives: the thread's continuation had come
 * back then. It uses the shipping port; only its policy is not one that anybody would want.
 */
final class PreemptingAgent implements AgentPort.Receiver<PreemptingAgent.Known> {
    private static final long SHORTEST_NANOS = 20_000;
    private static final long LONGEST_NANOS = 120_000;

    private final AgentSeat seat;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<Long, Known> threads = new HashMap<>();
    private long[] latencies = {};
    private AgentPort<Known> port;
    private Known running;
    private Known asked;
    private long runningDispatch;
    private long preemptAtNanos;
    private long askedNanos;
    private int measured;
    private int skip;

    /** A thread as this agent knows it. */
    static final class Known implements AgentPort.Decidable {
        private final long id;
        private long sequence;
        private boolean ready;
        private boolean decided;

        Known(long id) {
            this.id = id;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public long sequence() {
            return sequence;
        }
    }

    PreemptingAgent(Link link, Clock clock, RandomGenerator random) {
        this.seat = new AgentSeat(link, false, random);
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins a sample.
     *
     * @param first so many preemptions first, which do not count
     * @param count then so many that do
     */
    void begin(int first, int count) {
        skip = first;
        latencies = new long[count];
        measured = 0;
    }

    /** How many threads it knows that have not ended. */
    int threads() {
        return threads.size();
    }

    /** @return false when enough was measured */
    boolean step() {
        if (seat.look() != AgentSeat.Standing.IN_CHARGE) {
            if (seat.standing() == AgentSeat.Standing.OVER || port != null) {
                throw new IllegalStateException("the measuring agent lost its enclave: " + seat.reason());
            }
            return true;
        }
        if (port == null) {
            port = new AgentPort<>(seat, new Ledger(seat.link().uri(), clock));
            seat.accept();
        }
        port.beat();
        port.drain(this);
        if (port.pending(0) == 0) {
            stage();
        }
        preempt();
        port.endStep();
        return measured < latencies.length;
    }

    private void stage() {
        for (Known thread : threads.values()) {
            if (thread.ready && !thread.decided) {
                thread.decided = true;
                port.decide(0, thread, clock.nanos());
                return;
            }
        }
    }

    private void preempt() {
        boolean due = running != null && asked == null && port.pending(0) > 0 && clock.nanos() >= preemptAtNanos;
        if (due) {
            asked = running;
            askedNanos = clock.nanos();
            port.preempt(0, runningDispatch);
        }
    }

    @Override
    public void message(SlotReader slot) {
        if (MessageLayout.kind(slot) == MessageKind.CORE) {
            if (MessageLayout.dispatch(slot) != 0) {
                // From here on two threads may run on the core at once, and what is measured is no longer what it
                // seems.
                throw new IllegalStateException("a spare carrier was lent to the core that is measured");
            }
            return;
        }
        Known thread = threads.computeIfAbsent(MessageLayout.target(slot), Known::new);
        if (MessageLayout.sequence(slot) <= thread.sequence) {
            return;
        }
        thread.sequence = MessageLayout.sequence(slot);
        thread.ready = MessageLayout.state(slot) == TargetState.READY.ordinal();
        if (MessageLayout.state(slot) == TargetState.RUNNING.ordinal()) {
            // The fallback put it there before this agent came, and nobody else will take it off.
            runs(thread, MessageLayout.dispatch(slot));
        } else {
            cameOff(thread, slot);
        }
    }

    private void runs(Known thread, long dispatch) {
        running = thread;
        runningDispatch = dispatch;
        preemptAtNanos = clock.nanos() + random.nextLong(SHORTEST_NANOS, LONGEST_NANOS);
    }

    /** The outcome about the next thread may have been heard before, so what runs now is perhaps that one. */
    private void cameOff(Known thread, SlotReader slot) {
        if (thread == asked) {
            if (MessageLayout.kind(slot) == MessageKind.PREEMPTED) {
                count(MessageLayout.nanos(slot) - askedNanos);
            }
            asked = null;
        }
        if (thread == running) {
            running = null;
        }
        if (MessageLayout.state(slot) == TargetState.GONE.ordinal()) {
            threads.remove(thread.id);
        }
    }

    private void count(long nanos) {
        if (skip > 0) {
            skip--;
        } else if (measured < latencies.length) {
            latencies[measured++] = nanos;
        }
    }

    @Override
    public void outcome(int core, Known thread, Outcome outcome, SlotReader slot) {
        thread.decided = false;
        port.clearPreemption(core);
        if (outcome == Outcome.COMMITTED && OutcomeLayout.sequence(slot) > thread.sequence) {
            thread.sequence = OutcomeLayout.sequence(slot);
            thread.ready = false;
            runs(thread, OutcomeLayout.dispatch(slot));
        }
    }

    long[] latencies() {
        return latencies;
    }
}
