package dev.wave.cli.demo.nic;

import dev.wave.cli.demo.load.ExactlyOnce;
import dev.wave.cli.demo.load.Traffic;
import dev.wave.cli.demo.wire.RequestLayout;
import dev.wave.cli.demo.wire.RequestLink;
import dev.wave.cli.demo.wire.ResponseLayout;
import dev.wave.core.Agent;
import dev.wave.core.Clock;
import dev.wave.core.link.Interrupt;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotReader.Found;
import dev.wave.core.queue.SlotWriter;
import wavedemo.service.Records;

/**
 * Where packets arrive: sends each request when it is due and takes in the responses. A step of the NIC's own loop, and the same for every
 * variant.
 */
public final class LoadSource implements Agent {
    private static final int RESPONSES_PER_STEP = 32;
    private static final int REQUESTS_PER_STEP = 32;

    /** The moderation that network drivers commonly start with. */
    private static final long INTERRUPT_GAP_NANOS = 50_000;

    /**
     * After an interrupt that nobody heeded for so long, the host's second receiver is woken. A kernel does not always let a woken thread preempt, even one
     * with a short slice; then it waits for the next clock tick, milliseconds later. Two in a row seldom meet that.
     */
    private static final long PATIENCE_NANOS = 60_000;

    private final Traffic traffic;
    private final Pace pace;
    private final Measurements measurements;
    private final ExactlyOnce check;
    private final Clock clock;
    private final SlotWriter requests;
    private final SlotReader responses;
    private final Interrupt interrupt;
    private final Interrupt standIn;
    private final long[] scheduled;
    private final long start;
    private int next;
    private boolean stopped;
    private boolean unannounced;
    private boolean unheard;
    private long lastInterrupt = -INTERRUPT_GAP_NANOS;

    /** The first request's time counts from now. */
    public LoadSource(RequestLink link, Traffic traffic, Pace pace, Measurements measurements, Clock clock) {
        this.traffic = traffic;
        this.pace = pace;
        this.measurements = measurements;
        this.check = new ExactlyOnce(traffic.size());
        this.clock = clock;
        this.requests = link.requestWriter();
        this.responses = link.responseReader();
        this.interrupt = link.requestInterrupt(0);
        this.standIn = link.requestInterrupt(1);
        this.scheduled = new long[traffic.size()];
        this.start = clock.nanos();
    }

    @Override
    public int step() {
        return takeResponses() + sendDue();
    }

    private int sendDue() {
        long now = sinceStart();
        int sent = 0;
        while (sent < REQUESTS_PER_STEP && dueNext(now) && requests.hasRoom()) {
            send(now);
            sent++;
        }
        unannounced |= sent > 0;
        announce(now);
        return sent;
    }

    /** Interrupts the host, but not at once again: requests that come in quick succession share one interrupt, as in any network card. */
    private void announce(long now) {
        if (unannounced && now - lastInterrupt >= INTERRUPT_GAP_NANOS) {
            unannounced = false;
            lastInterrupt = now;
            unheard = true;
            interrupt.raise();
        } else if (unheard && now - lastInterrupt >= PATIENCE_NANOS) {
            unheard = false;
            if (requests.unread() > 0) {
                standIn.raise();
            }
        }
    }

    private boolean dueNext(long now) {
        return !stopped && next < traffic.size() && pace.due(next, now, check.missing());
    }

    private void send(long now) {
        long at = pace.scheduled(next, now);
        scheduled[next] = at;
        RequestLayout.put(requests, next, traffic.kind(next), traffic.key(next), at, traffic.entries(next));
        check.sent();
        next++;
        requests.publish();
    }

    private int takeResponses() {
        int taken = 0;
        while (taken < RESPONSES_PER_STEP && responses.poll() == Found.SLOT) {
            take();
            taken++;
        }
        return taken;
    }

    private void take() {
        long id = ResponseLayout.id(responses);
        if (!check.answered(id, right(id))) {
            return;
        }
        int index = (int) id;
        long seen = sinceStart();
        measurements.answered(seen);
        measurements.record(
                traffic.scan(index),
                scheduled[index],
                ResponseLayout.taken(responses) - start,
                ResponseLayout.began(responses) - start,
                ResponseLayout.ended(responses) - start,
                seen);
    }

    private boolean right(long id) {
        if (id < 0 || id >= traffic.size()) {
            return false;
        }
        int index = (int) id;
        long expected = traffic.scan(index) ? traffic.entries(index) : Records.digest(traffic.key(index));
        return ResponseLayout.result(responses) == expected;
    }

    /** Sends nothing more. */
    void stop() {
        stopped = true;
    }

    /** Nanoseconds since the first request could go out. */
    long sinceStart() {
        return clock.nanos() - start;
    }

    ExactlyOnce check() {
        return check;
    }

    /** Requests that were due and could not be sent, because the service does not take them in. */
    int unsent() {
        long now = sinceStart();
        int unsent = 0;
        for (int i = next; i < traffic.size() && pace.due(i, now, 0); i++) {
            unsent++;
        }
        return unsent;
    }

    @Override
    public long sleepNanos() {
        return 0;
    }

    @Override
    public void sleep(long nanos) {
        throw new UnsupportedOperationException("the load source never sleeps: the next request may be due any moment");
    }

    @Override
    public boolean over() {
        return (stopped || next == traffic.size()) && check.missing() == 0;
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String name() {
        return "load";
    }
}
