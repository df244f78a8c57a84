package dev.wave.lab.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.policy.Policies;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipping agent, policies, enclave and watchdog on a simulated machine, with requests that come at random. */
class SimulatedHostTest {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long MICRO = 1_000 * Timeline.NANO;
    private static final long MILLI = 1_000 * MICRO;
    /** One run: 20 ms of boot, 20 ms of requests, then time to finish them. */
    private static final class Story {
        private final RandomGenerator random;
        private final Machine machine;
        private final Timeline timeline;
        private final Placement placement;
        private SimulatedHost host;
        private final Set<Request> answered = new HashSet<>();
        private int sent;
        private long latencies;
        private int twice;

        Story(long seed, Placement placement, boolean disorder) {
            random = FACTORY.create(seed);
            Disorder memory = disorder ? new Disorder(FACTORY.create(~seed), random.nextBoolean()) : Disorder.NONE;
            machine = new Machine(MachineModel.MOUNT_EVANS, memory, FenceFilter.KEPT);
            timeline = machine.timeline();
            this.placement = placement;
        }

        private void answered(Request request, long atPicos) {
            twice += answered.add(request) ? 0 : 1;
            latencies += atPicos - request.arrivalPicos();
        }

        Story run(String policy, double perSecond, double longShare) {
            HostPlan plan = HostPlan.of(
                    MachineModel.MOUNT_EVANS, placement, 4, Policies.byName(policy, Policies.Parameters.DEFAULT));
            host = new SimulatedHost(machine, plan, HostObserver.NONE, this::answered);
            host.start(random);
            host.source(() -> {
                timeline.spend(20 * MILLI);
                while (timeline.now() < 40 * MILLI) {
                    long next = timeline.now() + (long) (random.nextExponential() * 1e12 / perSecond);
                    host.submit(new Request(next, random.nextDouble() < longShare ? 2 * MILLI : 10 * MICRO, sent++));
                    while (timeline.now() < next) {
                        timeline.parkUntil(next);
                    }
                    host.handOut();
                }
            });
            timeline.runUntil(80 * MILLI);
            assertTrue(sent > 100, "there was something to do");
            assertEquals(sent, answered.size(), "every request is answered");
            assertEquals(0, twice, "and once");
            return this;
        }

        String fingerprint() {
            return timeline.switches() + " " + latencies;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Fifo, 100_000, 0, false",
        "Shinjuku, 20_000, 0.02, true",
        "RoundRobin, 20_000, 0.02, true",
        "EarliestDeadline, 50_000, 0, false"
    })
    void everyRequestIsAnsweredOnceByAnyPolicy(String policy, String perSecond, double longShare, boolean preempts) {
        Story story = new Story(1, Placement.WAVE, false)
                .run(policy, Double.parseDouble(perSecond.replace("_", "")), longShare);
        assertEquals(1, story.host.enclave().epoch(), "the agent was never silent");
        assertEquals(preempts, story.host.preemptions() > 0, "preemptions: " + story.host.preemptions());
    }

    @Test
    void everyRequestIsAnsweredOnceOverEveryMapping() {
        for (LinkShape shape : List.of(
                LinkShape.UNCACHED_ALL,
                LinkShape.NIC_CACHED,
                LinkShape.TUNED,
                LinkShape.COHERENT,
                LinkShape.COHERENT_PUSHED,
                LinkShape.ON_HOST)) {
            new Story(1, Placement.WAVE.over(shape), false).run("Fifo", 50_000, 0);
            new Story(1, Placement.WAVE.over(shape).plain(), false).run("Shinjuku", 20_000, 0.02);
        }
    }

    @Test
    void everyRequestIsAnsweredOnceWhateverMemoryDoes() {
        for (long seed = 1; seed <= 10; seed++) {
            new Story(seed, Placement.WAVE, true).run("Shinjuku", 20_000, 0.02);
        }
    }

    @Test
    void oneSeedIsOneRun() {
        String first =
                new Story(5, Placement.WAVE, true).run("Shinjuku", 20_000, 0.02).fingerprint();
        assertEquals(
                first,
                new Story(5, Placement.WAVE, true).run("Shinjuku", 20_000, 0.02).fingerprint());
        assertNotEquals(
                first,
                new Story(6, Placement.WAVE, true).run("Shinjuku", 20_000, 0.02).fingerprint());
    }
}
