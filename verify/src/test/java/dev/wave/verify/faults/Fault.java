package dev.wave.verify.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What is done to agents, and how often in two hundred times. */
enum Fault {
    /** SIGKILL at any instruction. */
    KILLED(40, true),
    /** SIGSTOP for some milliseconds, then SIGCONT. */
    PAUSED(30, false),
    /** SIGSTOP, a replacement, SIGCONT: two believe they are the agent. */
    REPLACED_WHILE_PAUSED(20, true),
    /** A newcomer takes over from a live agent. */
    REPLACED(30, true),
    /** A hostile agent takes over, writes garbage everywhere, and is killed. */
    REPLACED_BY_GARBAGE(30, true),
    /** A process that is no agent writes garbage everywhere while a good agent is in charge. */
    BESIDE_GARBAGE(15, false),
    /** The policy computes for far too long. */
    STALLED(15, false),
    /** The policy throws. */
    FAILED(10, true),
    /** The agent leaves in good order. */
    LEFT(10, true);

    private final int times;
    private final boolean endsEpoch;

    Fault(int times, boolean endsEpoch) {
        this.times = times;
        this.endsEpoch = endsEpoch;
    }

    /** True if the epoch of the agent it happens to cannot outlive it. */
    boolean endsEpoch() {
        return endsEpoch;
    }

    /** So many faults, in an order that the random source decides. */
    static List<Fault> shuffled(int count, RandomGenerator random) {
        List<Fault> all = new ArrayList<>();
        for (Fault fault : values()) {
            all.addAll(Collections.nCopies(fault.times, fault));
        }
        Collections.shuffle(all, Random.from(random));
        return all.subList(0, Math.min(count, all.size()));
    }
}
