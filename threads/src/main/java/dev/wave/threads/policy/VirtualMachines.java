package dev.wave.threads.policy;

import dev.wave.threads.CoreGroup;
import dev.wave.threads.CoreView;
import dev.wave.threads.GroupPolicy;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Virtual machines: a thread is a virtual CPU, its class is its machine, and the two hardware threads of a core never serve two machines at a time.
 *
 * <p>Hardware threads of a core share its caches and predictors, through which one program can spy on another; so whoever sells virtual machines gives both to one customer (Linux calls
 * it core scheduling). The core then belongs to a machine until both of its threads are free of it. If a machine has only one virtual CPU that wants to run, the other hardware thread
 * idles: that is the price.
 *
 * <p>Each machine that waits gets a core for a slice, and the one that has had the least time goes first, by weight; so machines share fairly whatever their number of virtual CPUs, and one
 * that slept does not collect credit. Slices are in milliseconds: each change empties both hardware threads, and a guest that was interrupted finds its caches cold. If the next
 * machine has two virtual CPUs waiting, the change is decided as a group, ahead of need: both start or none does, and whichever hardware thread is free first waits for the other. If it has one,
 * both hardware threads are vacated first.
 *
 * <p>Nothing here needs a timer tick on the host: the agent looks at its own clock. While fewer virtual CPUs want to run than there are hardware threads, nobody is interrupted at all,
 * and idle cores sleep as deep as they can.
 *
 * <p>Siblings are half the number of cores apart (0 and 64 of 128), as Linux numbers them, so filling cores in order fills whole cores first. With an odd number there are none.
 * <b>The fallback knows nothing of machines:</b> while it is in charge the two hardware threads of a core may serve different ones; affinities that give each machine cores of its own are
 * kept by both.
 */
public final class VirtualMachines implements GroupPolicy {
    /** What holds a core of which it is not known what runs there, because a decision was asked back and not answered, or on which two machines run. */
    private static final Machine UNCLEAR = new Machine();

    private final long sliceNanos;
    private CoreView[] cores = {};
    private int half;
    /** When the machine a core belongs to began there; by the lower number of its two hardware threads. */
    private long[] sinceNanos = new long[1];

    private final List<Machine> machines = new ArrayList<>();
    private Machine[] byClass = new Machine[16];
    private long floor;
    private long lastNanos;

    /** Its virtual CPUs that wait, and the time it has had, in nanoseconds over the weight of who ran. */
    private static final class Machine {
        private final ThreadQueue ready = new ThreadQueue();
        private long used;
    }

    /** @param sliceNanos how long a core stays with a machine while others wait */
    public VirtualMachines(long sliceNanos) {
        this.sliceNanos = sliceNanos;
    }

    @Override
    public void cores(List<? extends CoreView> all) {
        cores = all.toArray(CoreView[]::new);
        half = cores.length % 2 == 0 ? cores.length / 2 : 0;
        sinceNanos = new long[half == 0 ? cores.length : half];
    }

    // ---- who waits

    private Machine machine(PolicyThread thread) {
        int number = thread.threadClass();
        if (number >= byClass.length) {
            byClass = Arrays.copyOf(byClass, Math.max(number + 1, 2 * byClass.length));
        }
        if (byClass[number] == null) {
            byClass[number] = new Machine();
            machines.add(byClass[number]);
        }
        return byClass[number];
    }

    private Machine waiting(PolicyThread thread) {
        Machine machine = machine(thread);
        if (machine.ready.isEmpty()) {
            // Who slept waits like the others, at most a slice ahead of them.
            machine.used = Math.max(machine.used, floor - sliceNanos);
        }
        return machine;
    }

    @Override
    public void ready(PolicyThread thread) {
        waiting(thread).ready.addLast(thread);
    }

    @Override
    public void returned(PolicyThread thread) {
        waiting(thread).ready.addFirst(thread);
    }

    /** A virtual CPU may change its class while it waits: it goes to the machine that it now belongs to. */
    @Override
    public void changed(PolicyThread thread) {
        for (int i = 0; i < machines.size(); i++) {
            if (machines.get(i).ready.remove(thread)) {
                ready(thread);
                return;
            }
        }
    }

    /** Each machine pays for the time of the hardware threads it is on. */
    @Override
    public void tick(long nowNanos) {
        long passed = lastNanos == 0 ? 0 : nowNanos - lastNanos;
        lastNanos = nowNanos;
        for (CoreView core : cores) {
            PolicyThread running = core.running();
            if (running != null) {
                machine(running).used += passed / running.weight();
            }
        }
    }

    // ---- who belongs where

    private CoreView sibling(CoreView core) {
        return half == 0 ? null : cores[(core.number() + half) % cores.length];
    }

    /** The machine on this hardware thread; null if there is none. */
    private Machine holder(CoreView core) {
        if (core == null || core.vacant()) {
            return null;
        }
        PolicyThread thread = core.running() == null ? core.staged() : core.running();
        return thread == null ? UNCLEAR : machine(thread);
    }

    /** The machine that has the core of these two hardware threads; null if there is none. */
    private Machine holder(CoreView core, CoreView sibling) {
        Machine own = holder(core);
        Machine other = holder(sibling);
        if (own == other || other == null) {
            return own;
        }
        return own == null ? other : UNCLEAR;
    }

    private int pair(CoreView core) {
        return core.number() % sinceNanos.length;
    }

    /** The machine that has had the least of those that could start something here; null if none waits. */
    private Machine next(CoreView core) {
        Machine least = null;
        for (int i = 0; i < machines.size(); i++) {
            Machine machine = machines.get(i);
            boolean behind = least == null || machine.used < least.used;
            if (behind && !machine.ready.isEmpty() && machine.ready.peekFor(core) != null) {
                least = machine;
            }
        }
        return least;
    }

    /** The machine that should have this core instead of the one that has had it for a slice; null if it stays. */
    private Machine successor(CoreView core, Machine holder) {
        if (holder == null || core.nowNanos() - sinceNanos[pair(core)] < sliceNanos) {
            return null;
        }
        Machine next = next(core);
        return next != null && next != holder && (holder == UNCLEAR || next.used <= holder.used) ? next : null;
    }

    // ---- what runs

    /** Only changes of machines are groups: on an idle core each virtual CPU would rather have a core of its own. */
    @Override
    public boolean pickGroup(CoreView core, CoreGroup into) {
        CoreView sibling = sibling(core);
        if (sibling == null || !core.undecided() || !sibling.undecided()) {
            return false;
        }
        Machine machine = successor(core, holder(core, sibling));
        PolicyThread first = machine == null ? null : machine.ready.pollFor(core);
        if (first == null) {
            return false;
        }
        PolicyThread second = machine.ready.pollFor(sibling);
        if (second == null) {
            machine.ready.addFirst(first);
            return false;
        }
        into.add(core, first);
        into.add(sibling, second);
        begin(core, machine);
        return true;
    }

    @Override
    public PolicyThread pick(CoreView core) {
        if (core.running() != null) {
            return null;
        }
        Machine holder = holder(core, sibling(core));
        if (holder == UNCLEAR || successor(core, holder) != null) {
            return null;
        }
        Machine machine = holder == null ? next(core) : holder;
        PolicyThread thread = machine == null ? null : machine.ready.pollFor(core);
        if (thread != null && holder == null) {
            begin(core, machine);
        }
        return thread;
    }

    private void begin(CoreView core, Machine machine) {
        floor = Math.max(floor, machine.used);
        sinceNanos[pair(core)] = core.nowNanos();
    }

    /** What is staged behind a busy core is the next machine's, and its time has come. */
    @Override
    public boolean shouldPreempt(CoreView core) {
        return core.staged() != null;
    }

    @Override
    public boolean shouldVacate(CoreView core) {
        if (core.staged() != null) {
            return false;
        }
        CoreView sibling = sibling(core);
        Machine holder = holder(core, sibling);
        if (holder == UNCLEAR) {
            // Two machines on one core, as the fallback left them: one goes.
            return sibling != null && sibling.running() != null && core.number() > sibling.number();
        }
        return successor(core, holder) != null || ownTurn(core, holder);
    }

    /** Another virtual CPU of the same machine waits, and the one that runs has had its slice. */
    private boolean ownTurn(CoreView core, Machine holder) {
        return core.ranNanos() >= sliceNanos && holder.ready.peekFor(core) != null;
    }
}
