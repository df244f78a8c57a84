package dev.wave.verify.faults;

import dev.wave.core.Clock;
import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.RoundRobin;
import dev.wave.threads.policy.Shinjuku;

/** One of the shipped policies that goes wrong when told to. */
final class FaultyPolicy implements ThreadPolicy {

    /** What shall go wrong at the next pick, set from outside. */
    static final class Switches {
        volatile boolean failing;
        volatile long stallMillis;
    }

    private final ThreadPolicy sound;
    private final Switches switches;

    FaultyPolicy(int which, Switches switches) {
        this.switches = switches;
        this.sound = switch (which) {
            case 0 -> new Fifo();
            case 1 -> new Shinjuku(30_000);
            default -> new RoundRobin(100_000);
        };
    }

    @Override
    public PolicyThread pick(CoreView core) {
        if (switches.failing) {
            switches.failing = false;
            throw new IllegalStateException("expected: the policy was told to fail");
        }
        if (switches.stallMillis > 0) {
            stall();
        }
        return sound.pick(core);
    }

    /** Computes for too long, as a loop that forgets to end does; a sleep would be the same to the host. */
    private void stall() {
        Clock clock = Clock.system();
        long end = clock.nanos() + switches.stallMillis * 1_000_000;
        switches.stallMillis = 0;
        while (clock.nanos() < end) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void ready(PolicyThread thread) {
        sound.ready(thread);
    }

    @Override
    public void yielded(PolicyThread thread) {
        sound.yielded(thread);
    }

    @Override
    public void preempted(PolicyThread thread) {
        sound.preempted(thread);
    }

    @Override
    public void returned(PolicyThread thread) {
        sound.returned(thread);
    }

    @Override
    public boolean shouldPreempt(CoreView core) {
        return sound.shouldPreempt(core);
    }
}
