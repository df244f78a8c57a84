package dev.wave.threads.preempt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;
import java.lang.invoke.VarHandle;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a running virtual thread finds out that it must give way. Instrumented code calls it; {@link #point()} may also
 * be written by hand.
 *
 * <p>The fast path is one load of an enclave's <em>summary word</em> and one test. The word is non-zero while any core
 * of the enclave has an unanswered request; only then is the present carrier asked whether it is the one ({@link
 * PreemptibleCarrier}).
 */
public final class Preemption {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private static final MemorySegment ALWAYS_ZERO = Arena.global().allocate(Long.BYTES, 64);
    private static final MemorySegment ALWAYS_ONE = Arena.global().allocate(Long.BYTES, 64);
    private static final Set<Long> ATTACHED = new HashSet<>();

    /**
     * The address of the word that polls look at. A call site, not a field: the JIT compiler takes its target for a
     * constant, so that a poll is one load from a known place, without a load of the address and without checks of it.
     * A change of target throws away all code compiled with the old one, which is dear but happens only when an enclave
     * comes or goes. A poll that reads the old word once more is only late.
     */
    private static final MutableCallSite SUMMARY = new MutableCallSite(constant(ALWAYS_ZERO.address()));

    private static final MethodHandle SUMMARY_ADDRESS = SUMMARY.dynamicInvoker();

    static {
        ALWAYS_ONE.set(ValueLayout.JAVA_LONG, 0, 1L);
    }

    private Preemption() {}

    /** A poll: yields if the thread's present dispatch is to end and nothing defers it. Called by instrumented code. */
    public static void poll() {
        long summary;
        try {
            // All in one method: where a poll is rare the JIT compiler inlines it, but not what it would call in turn.
            // Opaque: every poll really looks, and the compiler takes none out of a loop.
            summary = (long) LONG.getOpaque(ALL, (long) SUMMARY_ADDRESS.invokeExact());
        } catch (Throwable e) {
            throw CarrierLookup.unchecked(e);
        }
        if (summary != 0L) {
            askCarrier();
        }
    }

    /**
     * A point at which the calling thread may be preempted, for loops that the instrumenter leaves alone. Costs what a
     * poll costs (a fraction of a nanosecond) and does nothing outside an enclave.
     */
    public static void point() {
        poll();
    }

    /** Entering a monitor or a {@link NoPreempt} method: polls do nothing until the matching exit. */
    public static void enterDeferred() {
        PreemptionScope scope = runningScope();
        if (scope != null) {
            scope.enter();
        }
    }

    /** Leaving what {@link #enterDeferred} entered; the outermost exit honours a request that arrived meanwhile. */
    public static void exitDeferred() {
        PreemptionScope scope = runningScope();
        if (scope != null && scope.exit()) {
            poll();
        }
    }

    /**
     * Leaving a synchronized method, whose monitor is still held here: like {@link #exitDeferred} but it leaves a
     * request to the next poll, since yielding now would take the monitor along.
     */
    public static void leaveSynchronized() {
        PreemptionScope scope = runningScope();
        if (scope != null) {
            scope.exit();
        }
    }

    /** The platform thread that carries the caller, or null if this JVM does not let us know ({@link #problem()}). */
    public static Thread currentCarrier() {
        return CarrierLookup.current();
    }

    /** Whether polls can work in this JVM. */
    public static boolean available() {
        return CarrierLookup.problem().isEmpty();
    }

    /** Why polls do nothing in this JVM and what to do about it, in one line; empty if they work. */
    public static String problem() {
        return CarrierLookup.problem();
    }

    /**
     * Makes polls look at an enclave's summary word.
     *
     * <p>With two or more enclaves attached every poll asks its carrier, because no single word speaks for all of them.
     *
     * @param address where the word is in this process's memory: 8 bytes, aligned. It must stay mapped for as long as
     *     the process lives, also after {@link #detach}: a poll may have read the address just before
     */
    public static synchronized void attach(long address) {
        if (address == 0 || (address & 7) != 0) {
            throw new IllegalArgumentException("not an aligned address: " + address);
        }
        ATTACHED.add(address);
        choose();
    }

    /** Undoes {@link #attach}; an address that is not attached is ignored. */
    public static synchronized void detach(long address) {
        ATTACHED.remove(address);
        choose();
    }

    private static void choose() {
        long address = switch (ATTACHED.size()) {
            case 0 -> ALWAYS_ZERO.address();
            case 1 -> ATTACHED.iterator().next();
            default -> ALWAYS_ONE.address();
        };
        SUMMARY.setTarget(constant(address));
        MutableCallSite.syncAll(new MutableCallSite[] {SUMMARY});
    }

    private static MethodHandle constant(long address) {
        return MethodHandles.constant(long.class, address);
    }

    private static void askCarrier() {
        if (CarrierLookup.current() instanceof PreemptibleCarrier carrier) {
            carrier.giveWayIfAsked();
        }
    }

    private static PreemptionScope runningScope() {
        return CarrierLookup.current() instanceof PreemptibleCarrier carrier ? carrier.runningScope() : null;
    }
}
