package dev.wave.threads;

import dev.wave.core.agent.AgentPort;

/**
 * Sees to it that each core has a thread to run, and the next one at hand, for one epoch.
 *
 * <p>Idle cores come first: they lose time. Then each busy core gets what it is to run next ("prestaging": when it is done it need not ask across the link), and is asked to give way
 * where the policy wants it. What is staged behind a core that stays busy, while another one idles, is asked back.
 */
final class Dispatcher {
    private final ThreadPolicy policy;
    private final int prestage;
    private final CoreState[] cores;
    private final ThreadTable table;
    private final AgentPort<PolicyThread> port;

    /** The policy, if it decides about several cores together; else null. */
    private final GroupPolicy groups;

    private final CoreGroup group;

    Dispatcher(ThreadPolicy policy, int prestage, CoreState[] cores, ThreadTable table, AgentPort<PolicyThread> port) {
        this.policy = policy;
        this.prestage = prestage;
        this.cores = cores;
        this.table = table;
        this.port = port;
        this.groups = policy instanceof GroupPolicy several ? several : null;
        this.group = groups == null ? null : new CoreGroup(groups, cores, table, port);
    }

    /** @return how much there was to do */
    int serve(long now) {
        return serveIdleCores(now) + serveBusyCores(now);
    }

    /** Somebody waits for a busy core: the policy may want to preempt though nothing more happens. */
    boolean mayPreemptAsTimePasses() {
        boolean unstaged = (groups != null || prestage == 0) && table.anyReady();
        for (CoreState core : cores) {
            if (core.running() != null && (unstaged || core.books().staged() > 0)) {
                return true;
            }
        }
        return false;
    }

    private int serveIdleCores(long now) {
        int done = 0;
        // Whoever decides about several cores has its reasons for where a thread is staged.
        boolean staged = groups == null && anyStagedBehindBusy();
        for (CoreState core : cores) {
            if (!staged && !table.anyReady()) {
                return done;
            }
            if (core.online() && core.running() == null && core.books().staged() == 0) {
                if (decide(core, now)) {
                    done++;
                } else if (staged && askStagedThreadsBack(core) > 0) {
                    done++;
                    staged = anyStagedBehindBusy();
                }
            }
        }
        return done;
    }

    /** True if some core has a decision staged that it will not get to soon. What idle cores are given meanwhile changes nothing about it. */
    private boolean anyStagedBehindBusy() {
        if (port.anyPending()) {
            for (CoreState core : cores) {
                if (core.stagedForLater()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Nothing is ready for this core, which idles, and another one has a decision staged that it will not get to soon: better here. */
    private int askStagedThreadsBack(CoreState idle) {
        for (CoreState busy : cores) {
            if (busy.stagedForLater() && busy.staged().mayRunOn(idle.number())) {
                withdraw(busy);
                // The idle core answers for the busy one.
                port.wake(idle.number());
                return 1;
            }
        }
        return 0;
    }

    private int serveBusyCores(long now) {
        int done = 0;
        for (CoreState core : cores) {
            // While nobody is ready there is nothing to give, and nobody for whom a core would be asked to give back.
            if (table.anyReady() && core.online() && core.running() != null) {
                recall(core);
                done += stage(core, prestage, now);
            }
            if (core.canBePreempted()) {
                done += preempt(core, now);
            }
        }
        return done + serveCoresAboutToStart(now);
    }

    /** Behind what has not even started; so only who found no place behind what runs already. */
    private int serveCoresAboutToStart(long now) {
        int done = 0;
        for (int i = 0; i < cores.length && table.anyReady(); i++) {
            if (cores[i].online() && cores[i].running() == null) {
                done += stage(cores[i], prestage + 1, now);
            }
        }
        return done;
    }

    private int stage(CoreState core, int most, long now) {
        int done = 0;
        while (core.books().staged() < most && decide(core, now)) {
            done++;
        }
        return done;
    }

    /** Somebody more urgent than the staged thread came: the core answers the old decision on its way to the new one, so nothing waits for it. */
    private void recall(CoreState core) {
        // Not from an idle core, which is about to take it: with two staged, what came back would ask back what took
        // its
        // place, in turns, and nobody would ever start.
        boolean staged = core.stagedBehindBusy() && core.books().hasRoom();
        if (staged && policy.shouldRecall(core)) {
            withdraw(core);
        }
    }

    private void withdraw(CoreState core) {
        port.withdraw(core.number());
        core.staged(null);
    }

    private int preempt(CoreState core, long now) {
        boolean staged = core.books().staged() > 0;
        boolean mayStage = prestage == 0 && !staged && core.online();
        boolean mustLeave = !core.online()
                || !core.running().mayRunOn(core.number())
                || groups != null && groups.shouldVacate(core);
        if (mustLeave || (staged || mayStage) && policy.shouldPreempt(core) && (staged || decide(core, now))) {
            port.preempt(core.number(), core.askForIt());
            return 1;
        }
        return 0;
    }

    private boolean decide(CoreState core, long now) {
        if (!table.anyReady() || !core.books().hasRoom()) {
            return false;
        }
        if (groups != null && group.decide(core, now)) {
            return true;
        }
        PolicyThread thread = policy.pick(core);
        if (thread == null) {
            return false;
        }
        table.picked(thread);
        thread.stamp = thread.sequence;
        core.staged(thread);
        port.decide(core.books(), thread, now);
        return true;
    }
}
