package dev.wave.lab.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final OpenLoop OPEN = OpenLoop.poisson(1_000, PublishedMixes.TPCC);
    private static final ClosedLoop CLOSED =
            new ClosedLoop(40, ServiceTime.exponentialNanos(30_000), PublishedMixes.EXPONENTIAL);

    @Test
    void oneSeedGivesOneRunAndAnotherAnother() {
        for (Workload workload : List.of(OPEN, CLOSED)) {
            assertEquals(requests(workload, 5, 500), requests(workload, 5, 500));
            assertNotEquals(requests(workload, 5, 500), requests(workload, 6, 500));
        }
    }

    @Test
    void atAnotherLoadTheSameWorkIsAskedForInTheSameOrder() {
        assertEquals(work(requests(OPEN.withLoad(0.2, 16), 9, 500)), work(requests(OPEN.withLoad(0.9, 16), 9, 500)));
    }

    @Test
    void loadIsRateTimesServiceOverCores() {
        assertEquals(0.7, OPEN.withLoad(0.7, 15).load(15), 1e-9);
        assertEquals(
                16 * 0.5 / 10e-6,
                OpenLoop.poisson(1, PublishedMixes.GETS).withLoad(0.5, 16).ratePerSecond(),
                1e-3);
        assertEquals(0.5, CLOSED.withLoad(0.5, 16).load(16), 0.02);
    }

    @Test
    void closedLoopAsksOnlyAfterAnAnswer() {
        Source source =
                new ClosedLoop(3, ServiceTime.constantNanos(10), PublishedMixes.GETS).source(new SplittableRandom(1));
        for (int i = 0; i < 3; i++) {
            assertEquals(10_000, source.arrivalPicos());
            source.take();
        }
        assertEquals(Source.NEVER, source.arrivalPicos());
        source.answered(70_000);
        source.answered(50_000);
        assertEquals(60_000, source.arrivalPicos());
        source.take();
        assertEquals(80_000, source.arrivalPicos());
    }

    @Test
    void closedLoopThatIsNeverKeptWaitingAsksAtItsNominalRate() {
        Source source = CLOSED.source(new SplittableRandom(2));
        PriorityQueue<Long> answers = new PriorityQueue<>();
        long now = 0;
        int taken = 0;
        while (now < 1_000_000_000_000L) {
            if (!answers.isEmpty() && answers.peek() <= source.arrivalPicos()) {
                now = answers.remove();
                source.answered(now);
            } else {
                now = source.arrivalPicos();
                source.take();
                answers.add(now + source.servicePicos());
                taken++;
            }
        }
        assertEquals(CLOSED.ratePerSecond(), taken, CLOSED.ratePerSecond() * 0.01);
    }

    @Test
    void timesLeaveTheHeapInOrder() {
        SplittableRandom random = new SplittableRandom(4);
        long[] times = random.longs(1_000, 0, 300).toArray();
        TimeHeap heap = new TimeHeap(times.length);
        Arrays.stream(times).forEach(heap::add);
        Arrays.sort(times);
        for (long time : times) {
            assertEquals(time, heap.first());
            heap.removeFirst();
        }
        assertEquals(Source.NEVER, heap.first());
    }

    private record Taken(long arrival, long service, int classIndex) {}

    private static List<Taken> requests(Workload workload, long seed, int count) {
        Source source = workload.source(new SplittableRandom(seed));
        List<Taken> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long arrival = source.arrivalPicos();
            source.take();
            all.add(new Taken(arrival, source.servicePicos(), source.classIndex()));
            source.answered(arrival + source.servicePicos());
        }
        return all;
    }

    private static List<Taken> work(List<Taken> requests) {
        return requests.stream()
                .map(one -> new Taken(0, one.service(), one.classIndex()))
                .toList();
    }
}
