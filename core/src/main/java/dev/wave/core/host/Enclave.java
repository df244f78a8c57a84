package dev.wave.core.host;

import dev.wave.core.Clock;
import dev.wave.core.ledger.Ledger;
import dev.wave.core.ledger.Run;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.StateTable;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.protocol.Transition;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The host's side of an enclave: its targets, and who is in charge of them.
 *
 * <p>{@link #apply} moves a target through the table of docs/protocol.md and tells whoever is in charge: the agent, by a message, or, while there is none, the fallback, by an entry in
 * its list. {@link #take} gives a core its next target, by the agent's decision or from that list. The word of the target decides every race; the list holds hints.
 *
 * <p>Why no target is forgotten when the one in charge changes: {@code apply} changes the word first and reads {@link #epoch} afterwards; the watchdog sets the epoch first and visits
 * every target afterwards. Whatever {@code apply} made ready before it read the old epoch, the watchdog's visit sees.
 */
public final class Enclave implements AutoCloseable {
    private final Link link;
    private final Geometry geometry;
    private final Clock clock;
    private final Ledger ledger;
    private final TargetRegistry registry = new TargetRegistry();
    private final HostCores cores;
    private final Fallback fallback;
    private final Counters[] counters;
    private final MessageSender[] senders;
    private final AtomicLongArray dispatches;
    private final ErrorLog errors;
    private volatile Incarnation incarnation;
    private volatile long nonsenseEpoch;
    private volatile boolean watchdogDozes;
    private volatile Runnable watchdogAlarm = () -> {};

    /** @param link a fresh link at least as large as {@link RegionLayout} asks for this geometry */
    public Enclave(Link link, Geometry geometry, Clock clock) {
        this.link = link;
        this.geometry = geometry;
        this.clock = clock;
        this.ledger = new Ledger(link.uri(), clock);
        this.cores = new HostCores(geometry.cores());
        this.fallback = new Fallback(cores);
        int blocks = geometry.cores() + 1;
        this.counters = new Counters[blocks];
        this.senders = new MessageSender[blocks];
        this.dispatches = new AtomicLongArray(geometry.cores() * 8);
        this.errors = new ErrorLog(link.toNic(), geometry);
        for (int i = 0; i < blocks; i++) {
            counters[i] = Counters.ofHost(link.toNic(), geometry, i);
            senders[i] = sender(i);
        }
        geometry.store(link.toNic());
        link.toNic().store(LinkHeader.EPOCH_SINCE, clock.nanos());
        this.incarnation = Incarnation.none(this);
    }

    private MessageSender sender(int queue) {
        boolean guarded = queue == geometry.guarded();
        return new MessageSender(
                counters[queue],
                guarded ? Counters.GUARDED_MESSAGES : Counters.MESSAGES,
                guarded ? Counters.GUARDED_NO_ROOM : Counters.NO_ROOM,
                this::releaseIfGone,
                ledger,
                queue);
    }

    /** Makes a target known; it is {@code BLOCKED} until its first {@code WAKE}. */
    public void register(HostTarget target) {
        // In this order, so that the watchdog never visits a target that is still ABSENT.
        apply(target, TargetEvent.CREATE, TargetWord.NO_CORE);
        registry.register(target);
    }

    /**
     * Moves a target through the table and tells who is in charge.
     *
     * @param core the core on which it happened, or {@link TargetWord#NO_CORE}; also picks the message queue: only the thread that is this core may pass it
     * @return the row that was applied
     * @throws IllegalStateException if the table has no row for the pair: a mistake of the mechanism
     */
    public Transition apply(HostTarget target, TargetEvent event, int core) {
        return apply(target, event, core, core == TargetWord.NO_CORE ? geometry.guarded() : core);
    }

    /** As {@link #apply(HostTarget, TargetEvent, int)}, with the message through a queue of the caller's choice. */
    public Transition apply(HostTarget target, TargetEvent event, int core, int queue) {
        while (true) {
            long word = target.word();
            Transition row = row(target, TargetWord.state(word), event);
            if (row.next() == row.state() && !row.advances()) {
                return row;
            }
            // Before the word changes: afterwards another core may have started it.
            Run run = Ledger.recordsRuns() && row.stops() ? target.presentRun() : null;
            if (change(target, word, row, core)) {
                ledger.stopped(run, target.id(), target.targetClass(), event);
                announce(target, row, queue);
                return row;
            }
        }
    }

    private static Transition row(HostTarget target, TargetState state, TargetEvent event) {
        Transition row = StateTable.find(state, event);
        if (row == null) {
            throw new IllegalStateException("target " + target.index() + " is " + state + ": " + event
                    + " cannot happen to it (docs/protocol.md, section 1)");
        }
        return row;
    }

    boolean change(HostTarget target, long word, Transition row, int core) {
        boolean reported = row.message() != MessageKind.NONE;
        MessageKind kind = reported ? row.message() : MessageKind.STARTED;
        long sequence = TargetWord.sequence(word) + (row.advances() ? 1 : 0);
        // A wake-up says nothing about where: the core it last ran on stays.
        int where = core == TargetWord.NO_CORE ? TargetWord.core(word) : core;
        if (reported) {
            target.changedNanos(clock.nanos());
        }
        return target.compareAndSetWord(word, TargetWord.of(sequence, where, kind, row.next()));
    }

    void announce(HostTarget target, Transition row, int queue) {
        boolean ready = row.next() == TargetState.READY;
        if (incarnation.epoch() != 0) {
            if (row.message() != MessageKind.NONE) {
                senders[queue].send(target);
                incarnation.wakeAgent();
            }
        } else if (ready) {
            offerToFallback(target);
        } else {
            releaseIfGone(target);
        }
        if (watchdogDozes) {
            watchdogAlarm.run();
        }
    }

    private void offerToFallback(HostTarget target) {
        fallback.add(target);
        incarnation.wakeOneCore(target);
    }

    private void releaseIfGone(HostTarget target) {
        if (target.state() == TargetState.GONE) {
            registry.release(target);
        }
    }

    /** Applies one row by one attempt; null if the word was no longer {@code word}. For decisions, which are answered, not announced. */
    Outcome tryTransition(HostTarget target, long word, TargetEvent event, int core) {
        Transition row = row(target, TargetWord.state(word), event);
        if (row.next() == row.state() && !row.advances()) {
            return row.outcome();
        }
        return change(target, word, row, core) ? row.outcome() : null;
    }

    /**
     * The next target for a core, already {@code RUNNING} there; null if there is none now. Called by the core, or by the spare carrier that stands in for it.
     */
    public HostTarget take(int core) {
        Incarnation now = incarnation;
        if (now.epoch() != 0) {
            if (!fallback.isEmpty(core)) {
                handOverLeftovers(core);
            }
            HostTarget target = now.take(core);
            if (target != null) {
                counters[core].increment(Counters.DISPATCHES);
            }
            return target;
        }
        return takeFromFallback(core);
    }

    private HostTarget takeFromFallback(int core) {
        if (!cores.online(core)) {
            return null;
        }
        for (HostTarget target = fallback.poll(core); target != null; target = fallback.poll(core)) {
            if (!cores.mayRun(target, core)) {
                // Its affinity changed while it waited: now it goes where it belongs.
                offerToFallback(target);
            } else if (apply(target, TargetEvent.TAKE, core).outcome() == Outcome.COMMITTED) {
                nextDispatch(core, target, 0);
                counters[core].increment(Counters.DISPATCHES);
                counters[core].increment(Counters.FALLBACK_RUNS);
                return target;
            }
        }
        return null;
    }

    /**
     * An agent came while entries were still being added to the fallback's list: it is told about each. It may also have gone since the
     * core looked, and the entry be one that the watchdog's visit made; the epoch is read after each entry was taken, so that either the
     * entry goes back, or the visit is still to come.
     */
    private void handOverLeftovers(int core) {
        for (HostTarget target = fallback.poll(core); target != null; target = fallback.poll(core)) {
            if (incarnation.epoch() == 0) {
                offerToFallback(target);
                return;
            }
            senders[core].send(target);
        }
        incarnation.wakeAgent();
    }

    /** Numbers the start of a target on a core; a core and the spare carrier that stands in for it may both do it. @param epoch whose decision it was, or 0 */
    long nextDispatch(int core, HostTarget target, long epoch) {
        long dispatch = dispatches.incrementAndGet(core * 8);
        target.dispatch(dispatch);
        if (Ledger.recordsRuns()) {
            target.run = ledger.started(epoch, core, dispatch);
        }
        return dispatch;
    }

    /** True if {@link #take} would probably find something. */
    public boolean hasWork(int core) {
        Incarnation now = incarnation;
        return cores.online(core) && (!fallback.isEmpty(core) || now.epoch() != 0 && now.ready(core));
    }

    /** How long a core may sleep that found nothing: not as long as {@code mostNanos} if it holds a target until other cores have come. */
    public long restNanos(int core, long mostNanos) {
        return incarnation.restNanos(core, mostNanos);
    }

    /** Asks for the line of the core's next decision; call before the work that leads up to {@link #take}. */
    public void prefetch(int core) {
        incarnation.prefetch(core);
    }

    /** Lets an idle core answer withdrawals for busy ones, and send what found no room. */
    public void idleDuties(int core) {
        incarnation.answerForAllBut(core);
        resendMarked();
    }

    /** The last look of a core that has armed its interrupt: what was asked of it before is seen here, what is asked after rings. */
    public boolean mayRest(int core, Interrupt armed) {
        boolean idle = !hasWork(core);
        if (idle) {
            idleDuties(core);
        }
        return idle && armed == interrupt(core);
    }

    void resendMarked() {
        boolean sent = false;
        for (MessageSender sender : senders) {
            sent |= sender.resend();
        }
        if (sent) {
            incarnation.wakeAgent();
        }
    }

    /** The interrupt on which a core sleeps now. It changes with the epoch: arm it, check it is still this one, then await. */
    public Interrupt interrupt(int core) {
        return incarnation.coreInterrupt(core);
    }

    /**
     * Puts a core into use or takes it out. A core out of use takes nothing more; decisions made for it come back, and what runs there is asked to
     * leave by the agent that hears of it. Whoever is this core looks at {@link #online}.
     *
     * @return false if it is the last one in use, which stays in use
     */
    public boolean setOnline(int core, boolean online) {
        boolean done = cores.setOnline(core, online);
        tellAboutCores();
        incarnation.wakeAllCores();
        watchdogAlarm.run();
        return done;
    }

    /** True if the core takes targets. */
    public boolean online(int core) {
        return cores.online(core);
    }

    /** Tells the agent that what a core started as {@code dispatch} is stuck there without occupying it, because a spare carrier stands in. */
    public void lendCore(int core, long dispatch) {
        cores.lend(core, dispatch);
        tellAboutCores();
    }

    /** Says what the agent does not know yet about the cores; the watchdog repeats it until it was said. */
    void tellAboutCores() {
        if (senders[geometry.guarded()].sendCores(cores, clock.nanos())) {
            incarnation.wakeAgent();
        }
    }

    /** The epoch of the agent in charge; 0 while the fallback is. */
    public long epoch() {
        return incarnation.epoch();
    }

    public Geometry geometry() {
        return geometry;
    }

    public Link link() {
        return link;
    }

    /** The counters of a core, or, for {@link Geometry#guarded}, of the watchdog. */
    public Counters counters(int core) {
        return counters[core];
    }

    /** Where the current agent writes a core's preemption line, as an offset in {@code TO_HOST}. */
    public RegionLayout region() {
        return incarnation.region();
    }

    long nanos() {
        return clock.nanos();
    }

    Ledger ledger() {
        return ledger;
    }

    ErrorLog errors() {
        return errors;
    }

    HostCores cores() {
        return cores;
    }

    Fallback fallback() {
        return fallback;
    }

    HostTarget find(long id) {
        return registry.find(id);
    }

    TargetRegistry registry() {
        return registry;
    }

    MessageSender[] senders() {
        return senders;
    }

    Incarnation incarnation() {
        return incarnation;
    }

    void incarnation(Incarnation next) {
        incarnation = next;
        link.toNic().store(LinkHeader.EPOCH_SINCE, clock.nanos());
        link.toNic().store(LinkHeader.EPOCH, next.epoch());
    }

    void reportNonsense(long epoch) {
        nonsenseEpoch = epoch;
        watchdogAlarm.run();
    }

    long nonsenseEpoch() {
        return nonsenseEpoch;
    }

    void watchdogDozes(boolean dozes) {
        watchdogDozes = dozes;
    }

    /** What wakes the watchdog when it dozes; the host's runner sets it. */
    void watchdogAlarm(Runnable alarm) {
        watchdogAlarm = alarm;
    }

    @Override
    public void close() {
        link.close();
    }
}
