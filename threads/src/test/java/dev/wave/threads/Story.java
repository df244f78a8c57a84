package dev.wave.threads;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy that writes down what it is told, checks that the story is one the contract of {@link ThreadPolicy} allows, and leaves the decisions to another.
 */
final class Story implements ThreadPolicy {
    /** What a thread was last said to be. */
    private enum Said {
        CREATED,
        READY,
        PICKED,
        BLOCKED,
        DEPARTED
    }

    private final ThreadPolicy inner;
    private final Map<PolicyThread, Said> said = new IdentityHashMap<>();
    final List<String> events = new ArrayList<>();
    int highestIndex = -1;

    /** What the host does at the very moment the policy picks: the narrowest of all races. */
    Runnable whenPicking = () -> {};

    Story(ThreadPolicy inner) {
        this.inner = inner;
    }

    private void tell(String event, PolicyThread thread, Said now, Said... before) {
        Said was = said.get(thread);
        boolean legal = false;
        for (Said one : before) {
            legal |= one == was;
        }
        events.add(event + " " + thread.index());
        if (!legal) {
            throw new AssertionError(event + " after " + was + " of " + thread + " in " + lastEvents());
        }
        if (thread.queue != null && now != was) {
            throw new AssertionError(event + " of " + thread + ", which is still in a queue, in " + lastEvents());
        }
        said.put(thread, now);
    }

    private List<String> lastEvents() {
        return events.subList(Math.max(0, events.size() - 40), events.size());
    }

    /** The events since the last call. */
    List<String> drain() {
        List<String> since = List.copyOf(events);
        events.clear();
        return since;
    }

    long living() {
        return said.values().stream().filter(state -> state != Said.DEPARTED).count();
    }

    @Override
    public void created(PolicyThread thread) {
        tell("created", thread, Said.CREATED, null, Said.DEPARTED);
        highestIndex = Math.max(highestIndex, thread.index());
        inner.created(thread);
    }

    @Override
    public void ready(PolicyThread thread) {
        // After PICKED: its decision was refused, because it had stopped and was woken meanwhile.
        tell("ready", thread, Said.READY, Said.CREATED, Said.BLOCKED, Said.PICKED);
        inner.ready(thread);
    }

    @Override
    public void yielded(PolicyThread thread) {
        // After CREATED or READY: it was found running, put there by the fallback.
        tell("yielded", thread, Said.READY, Said.PICKED, Said.CREATED, Said.READY);
        inner.yielded(thread);
    }

    @Override
    public void preempted(PolicyThread thread) {
        tell("preempted", thread, Said.READY, Said.PICKED, Said.CREATED, Said.READY);
        inner.preempted(thread);
    }

    @Override
    public void returned(PolicyThread thread) {
        tell("returned", thread, Said.READY, Said.PICKED);
        inner.returned(thread);
    }

    @Override
    public void blocked(PolicyThread thread) {
        tell("blocked", thread, Said.BLOCKED, Said.PICKED, Said.READY, Said.CREATED);
        inner.blocked(thread);
    }

    @Override
    public void departed(PolicyThread thread) {
        tell("departed", thread, Said.DEPARTED, Said.CREATED, Said.READY, Said.PICKED, Said.BLOCKED);
        inner.departed(thread);
    }

    @Override
    public void weightChanged(PolicyThread thread) {
        events.add("weight " + thread.index());
        inner.weightChanged(thread);
    }

    @Override
    public void affinityChanged(PolicyThread thread) {
        events.add("affinity " + thread.index());
        inner.affinityChanged(thread);
    }

    @Override
    public boolean shouldRecall(CoreView core) {
        return inner.shouldRecall(core);
    }

    @Override
    public void changed(PolicyThread thread) {
        Said now = said.get(thread);
        tell("changed", thread, now, Said.CREATED, Said.READY, Said.PICKED, Said.BLOCKED);
        inner.changed(thread);
    }

    @Override
    public void tick(long nowNanos) {
        inner.tick(nowNanos);
    }

    @Override
    public PolicyThread pick(CoreView core) {
        whenPicking.run();
        PolicyThread thread = inner.pick(core);
        if (thread != null) {
            tell("picked", thread, Said.PICKED, Said.READY);
        }
        return thread;
    }

    @Override
    public boolean shouldPreempt(CoreView core) {
        return inner.shouldPreempt(core);
    }
}
