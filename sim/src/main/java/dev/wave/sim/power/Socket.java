package dev.wave.sim.power;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.time.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cores of one socket, whose clock depends on how many of them are awake.
 *
 * <p>It keeps one integral, the cycles since the beginning of a core at full speed. What a thread has computed between two moments is the difference of that integral times
 * its share of the core. So a change of the clock costs the same however many threads compute, and is exact; only who waits for the end of something is told, because the end
 * moves.
 */
public final class Socket {
    /** Threads of a core: thread {@code t} is a sibling of {@code t + cores}, as Linux numbers them. */
    public static final int SIBLINGS = 2;

    private final Timeline timeline;
    private final BoostCurve curve;
    private final double reserve;
    private final HardwareThread[] threads;
    private final Activity[] cores;
    private final List<HardwareThread> waiting = new ArrayList<>();
    private int active;
    private int light;
    private double clock;
    private double cycles;
    private long since;

    public Socket(Timeline timeline, MachineModel model) {
        this.timeline = timeline;
        this.curve = BoostCurve.of(model);
        this.reserve = model.value(Cost.SOCKET_RESERVE);
        this.cores = new Activity[curve.cores()];
        this.threads = new HardwareThread[SIBLINGS * curve.cores()];
        this.light = cores.length;
        this.clock = curve.clock(awake());
        Arrays.fill(cores, Activity.LIGHT);
        SleepStates states = SleepStates.of(model);
        for (int number = 0; number < threads.length; number++) {
            threads[number] =
                    new HardwareThread(this, timeline, states, number, model.value(Cost.SOCKET_SIBLING_SHARE));
        }
    }

    /** The hardware threads, siblings half the number apart. */
    public HardwareThread thread(int number) {
        return threads[number];
    }

    public int threads() {
        return threads.length;
    }

    /** The present clock of awake cores, in GHz. */
    public double clock() {
        return clock;
    }

    /** How many cores execute something. */
    public int active() {
        return active;
    }

    /** How many sleep deeply. */
    public int deeplyAsleep() {
        return cores.length - active - light;
    }

    HardwareThread sibling(int number) {
        return threads[(number + cores.length) % threads.length];
    }

    /** The cycles that a core at full speed would have had until now. */
    double cycles() {
        return cycles + (timeline.now() - since) * clock / Timeline.NANO;
    }

    private double awake() {
        return active + reserve * light;
    }

    /** A thread does something else from now on. */
    void changed(HardwareThread thread) {
        int core = thread.number() % cores.length;
        Activity now = more(thread.activity(), sibling(thread.number()).activity());
        if (now != cores[core]) {
            count(cores[core], -1);
            count(now, 1);
            cores[core] = now;
            adjustClock();
        }
    }

    private static Activity more(Activity one, Activity other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private void count(Activity activity, int by) {
        if (activity == Activity.ACTIVE) {
            active += by;
        } else if (activity == Activity.LIGHT) {
            light += by;
        }
    }

    private void adjustClock() {
        double next = curve.clock(awake());
        if (next != clock) {
            cycles = cycles();
            since = timeline.now();
            clock = next;
            waiting.forEach(HardwareThread::speedChanged);
        }
    }

    void waits(HardwareThread thread) {
        waiting.add(thread);
    }

    void waitsNoMore(HardwareThread thread) {
        waiting.remove(thread);
    }
}
