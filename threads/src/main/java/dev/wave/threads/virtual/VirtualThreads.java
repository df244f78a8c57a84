package dev.wave.threads.virtual;

import dev.wave.core.host.Enclave;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.threads.preempt.Preemption;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The mechanism's front: turns what the JDK does to virtual threads into events of the enclave.
 *
 * <p>Wake-ups come from the unparker, the unblocker, pollers, carriers, other virtual threads and any thread of the service, in no order. Only a wake-up
 * that comes from a carrier of this enclave goes through that core's queue; all others share the guarded one.
 */
public final class VirtualThreads {
    private final Enclave enclave;
    private final ConcurrentHashMap<Runnable, VirtualTarget> children = new ConcurrentHashMap<>();

    public VirtualThreads(Enclave enclave) {
        this.enclave = enclave;
    }

    /** Why this JVM's virtual threads cannot be scheduled from outside, and what to do; empty if they can. */
    public static String problem() {
        return JdkThreads.problem();
    }

    /** Starts the JDK's I/O pollers where they belong; call before the first thread of an enclave runs. */
    public static void prepareJdk() {
        JdkThreads.startPollers();
    }

    /** An unstarted virtual thread of this enclave. */
    public Thread newThread(Runnable body, ThreadHints hints, String name) {
        VirtualTarget target = new VirtualTarget(this, hints);
        var builder = JdkThreads.builder(target);
        Thread thread = (name == null ? builder : builder.name(name)).unstarted(body);
        target.thread(thread);
        return thread;
    }

    /** A thread was started. */
    void admit(VirtualTarget target) {
        enclave.register(target);
        wake(target);
    }

    void wake(VirtualTarget target) {
        while (target.state() == TargetState.ABSENT) {
            // A thread dump can submit a thread that is only just being started; who starts it registers it in a
            // moment.
            Thread.onSpinWait();
        }
        Carrier carrier = here();
        if (carrier != null) {
            carrier.submitted(target);
        }
        enclave.apply(
                target,
                TargetEvent.WAKE,
                TargetWord.NO_CORE,
                carrier == null ? enclave.geometry().guarded() : carrier.queue());
    }

    /** A thread that one of ours started: it inherited the scheduler and arrives unknown. */
    void wakeChild(Runnable task) {
        VirtualTarget known = children.get(task);
        if (known != null) {
            wake(known);
            return;
        }
        VirtualTarget fresh = new VirtualTarget(this, ThreadHints.NONE);
        fresh.bind(task, JdkThreads.threadOf(task));
        VirtualTarget other = children.putIfAbsent(task, fresh);
        if (other == null) {
            admit(fresh);
        } else {
            wake(other);
        }
    }

    /** A thread has ended. */
    void forget(VirtualTarget target) {
        children.remove(target.task(), target);
    }

    private Carrier here() {
        return Preemption.currentCarrier() instanceof Carrier carrier && carrier.serves(enclave) ? carrier : null;
    }

    /** Gives hints to any thread; false if it is in no enclave, or has not started. */
    static boolean hint(Thread thread, ThreadHints hints) {
        if (!thread.isVirtual() || !(JdkThreads.schedulerOf(thread) instanceof VirtualTarget parent)) {
            return false;
        }
        VirtualTarget target = parent.mechanism().targetOf(thread, parent);
        if (target == null || target.state() == TargetState.ABSENT) {
            return false;
        }
        if (!target.has(hints)) {
            target.hint(hints);
            parent.mechanism().changed(target);
        }
        return true;
    }

    /** A thread started by one of ours shares its parent's scheduler, and is known by its task. */
    private VirtualTarget targetOf(Thread thread, VirtualTarget parent) {
        return parent.thread() == thread ? parent : children.get(JdkThreads.taskOf(thread));
    }

    private void changed(VirtualTarget target) {
        Carrier carrier = here();
        int queue = carrier == null ? enclave.geometry().guarded() : carrier.queue();
        enclave.apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE, queue);
    }

    /** Gives hints to the calling thread; false if it is in no enclave. */
    public static boolean hintCurrent(ThreadHints hints) {
        if (!Thread.currentThread().isVirtual() || !(Preemption.currentCarrier() instanceof Carrier carrier)) {
            return false;
        }
        VirtualTarget target = carrier.running();
        if (target == null) {
            return false;
        }
        if (target.has(hints)) {
            return true;
        }
        target.hint(hints);
        carrier.enclave().apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE, carrier.queue());
        return true;
    }
}
