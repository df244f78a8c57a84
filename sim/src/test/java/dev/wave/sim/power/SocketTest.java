package dev.wave.sim.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.time.EventQueue;
import dev.wave.sim.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A socket of four cores, from 4 GHz with one awake down to 2.5 GHz with all. */
class SocketTest {
    private static final long MICRO = 1_000 * Timeline.NANO;
    private static final long MILLI = 1_000 * MICRO;
    private static final MachineModel MODEL = model(1);

    private final Timeline timeline = new Timeline();

    private static MachineModel model(double reserve) {
        MachineModel model = with(MachineModel.MOUNT_EVANS, Cost.SOCKET_CORES, 4);
        model = with(model, Cost.SOCKET_BOOST, 4);
        model = with(model, Cost.SOCKET_BOOST_CORES, 1);
        model = with(model, Cost.SOCKET_BOOST_ALL, 2.5);
        model = with(model, Cost.SOCKET_SIBLING_SHARE, 0.5);
        return with(model, Cost.SOCKET_RESERVE, reserve);
    }

    private static MachineModel with(MachineModel model, Cost cost, double value) {
        return model.with(cost, new Constant(value, Confidence.MEASURED, "this test"));
    }

    private double compute(HardwareThread thread, double cycles, long until) {
        double done = 0;
        while (cycles - done > 0.5 && timeline.now() < until) {
            done += thread.compute(cycles - done, until, timeline::parkUntil);
        }
        return done;
    }

    @Test
    void clockFallsFromFewAwakeCoresToAll() {
        BoostCurve curve = new BoostCurve(3.5, 8, 3.2, 64);
        assertEquals(3.5, curve.clock(0));
        assertEquals(3.5, curve.clock(8));
        assertEquals(3.35, curve.clock(36), 1e-9);
        assertEquals(3.2, curve.clock(64));
        for (double awake = 0; awake < 64; awake += 0.25) {
            assertTrue(curve.clock(awake) >= curve.clock(awake + 0.25), "at " + awake);
        }
    }

    @Test
    void loneThreadHasTheFullBoostOnceTheOthersSleepDeeply() {
        Socket socket = new Socket(timeline, MODEL);
        timeline.actor("os", () -> {
            for (int i = 0; i < socket.threads(); i++) {
                socket.thread(i).idle(EventQueue.NEVER);
            }
            long exit = socket.thread(0).wake();
            assertEquals(1 * MICRO, exit, "light sleep so far");
            assertEquals(2.5, socket.clock(), "light sleepers keep their share");
            timeline.parkUntil(MILLI);
            assertEquals(3, socket.deeplyAsleep());
            assertEquals(4, socket.clock());
            assertEquals(4_000, compute(socket.thread(0), 4_000, EventQueue.NEVER), 1);
            assertEquals(MILLI + MICRO, timeline.now(), 2);
        });
        timeline.run();
    }

    @Test
    void lightSleepersKeepOnlyTheShareTheModelSays() {
        Socket socket = new Socket(timeline, model(0.5));
        timeline.actor("os", () -> socket.thread(0).wake());
        timeline.run();
        assertEquals(4 - 1.5 * 1.5 / 3, socket.clock(), 1e-9, "one awake, three half");
    }

    @Test
    void siblingsShareACore() {
        Socket socket = new Socket(timeline, MODEL);
        List<Double> done = new ArrayList<>();
        for (int number : new int[] {0, 4}) {
            timeline.actor("thread " + number, () -> {
                HardwareThread thread = socket.thread(number);
                thread.wake();
                timeline.parkUntil(MICRO);
                done.add(compute(thread, HardwareThread.ENDLESS, MILLI));
            });
        }
        timeline.run();
        double half = 0.5 * 2.5 * 999_000;
        assertEquals(half, done.get(0), 1);
        assertEquals(half, done.get(1), 1);
    }

    @Test
    void tickKeepsAThreadInLightSleepAndItsAbsenceLetsItGoDeep() {
        Socket socket = new Socket(timeline, MODEL);
        timeline.actor("ticking", () -> {
            HardwareThread thread = socket.thread(0);
            for (int i = 1; i <= 50; i++) {
                thread.idle(MILLI);
                timeline.parkUntil(i * MILLI);
                assertEquals(MICRO, thread.wake(), "tick " + i);
            }
        });
        timeline.actor("quiet", () -> {
            HardwareThread thread = socket.thread(1);
            socket.thread(5).idle(EventQueue.NEVER);
            thread.idle(EventQueue.NEVER);
            timeline.parkUntil(50 * MILLI);
            assertEquals(800 * MICRO, thread.wake(), "it slept deeply");
        });
        timeline.run();
    }

    /** Many short sleeps make it expect another short one; when it lasts, it goes deep all the same. */
    @Test
    void threadThatSleptBrieflyGoesDeepLate() {
        Socket socket = new Socket(timeline, MODEL);
        timeline.actor("os", () -> {
            HardwareThread thread = socket.thread(0);
            socket.thread(4).idle(EventQueue.NEVER);
            for (int i = 0; i < 20; i++) {
                thread.idle(EventQueue.NEVER);
                timeline.parkUntil(timeline.now() + 10 * MICRO);
                assertEquals(MICRO, thread.wake());
            }
            thread.idle(EventQueue.NEVER);
            timeline.parkUntil(timeline.now() + MILLI);
            assertEquals(Activity.LIGHT, thread.activity(), "it expects to be woken soon");
            timeline.parkUntil(timeline.now() + MILLI);
            assertEquals(Activity.DEEP, thread.activity(), "it was not");
        });
        timeline.run();
    }

    @Test
    void sleeperWakesFastWhileItsSiblingKeepsTheCoreOn() {
        Socket socket = new Socket(timeline, MODEL);
        timeline.actor("os", () -> {
            socket.thread(0).wake();
            socket.thread(4).idle(EventQueue.NEVER);
            timeline.parkUntil(10 * MILLI);
            assertEquals(Activity.DEEP, socket.thread(4).activity());
            assertEquals(MICRO, socket.thread(4).wake());
        });
        timeline.run();
    }

    /** However the clock changes meanwhile, who waits for so many cycles is back at the very moment at which they are done. */
    @Test
    void workEndsWhenItsCyclesAreDoneWhateverOthersDo() {
        for (long seed = 1; seed <= 50; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Timeline time = new Timeline();
            Socket socket = new Socket(time, MODEL);
            for (int number = 1; number < socket.threads(); number++) {
                HardwareThread other = socket.thread(number);
                time.actor("noise " + number, () -> {
                    while (time.now() < 20 * MILLI) {
                        time.spend(random.nextLong(300 * MICRO));
                        other.idle(EventQueue.NEVER);
                        time.spend(random.nextLong(4 * MILLI));
                        other.wake();
                    }
                });
            }
            String replay = "seed " + seed;
            time.actor("worker", () -> {
                HardwareThread thread = socket.thread(0);
                thread.wake();
                double cycles = 1e6 * (1 + random.nextInt(20));
                double from = socket.cycles();
                double before = thread.done();
                double done = 0;
                while (cycles - done > 0.5) {
                    double part = thread.compute(cycles - done, EventQueue.NEVER, time::parkUntil);
                    assertTrue(part > 0 || time.now() > 0, replay);
                    done += part;
                }
                assertEquals(cycles, done, 5, replay + ": no more, no less");
                assertEquals(done, thread.done() - before, 1e-3, replay);
                assertTrue(socket.cycles() - from >= done - 5, replay + ": never faster than the core");
            });
            time.run();
        }
    }
}
