package dev.wave.lab.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixTest {
    private static final int DRAWS = 400_000;

    @Test
    void drawsHaveTheMeanAndTheSquareTheDescriptionSays() {
        for (ServiceTime service : List.of(
                ServiceTime.constantNanos(10_000),
                ServiceTime.exponentialNanos(10_000),
                new ServiceTime.Bimodal(1_000, 100_000, 0.5),
                new ServiceTime.Histogram(new double[] {500, 1_500, 90_000}, new double[] {2, 7, 1}))) {
            SplittableRandom random = new SplittableRandom(11);
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < DRAWS; i++) {
                double nanos = service.drawPicos(random) / 1_000.0;
                sum += nanos;
                squares += nanos * nanos;
            }
            assertEquals(1, sum / DRAWS / service.meanNanos(), 0.01, service.toString());
            assertEquals(1, squares / DRAWS / service.meanSquare(), 0.02, service.toString());
        }
    }

    @Test
    void classesComeInTheirShares() {
        Mix.Draw draw = PublishedMixes.TPCC.draw(new SplittableRandom(3));
        double[] counts = new double[5];
        for (int i = 0; i < DRAWS; i++) {
            draw.next();
            counts[draw.classIndex()]++;
            assertEquals(
                    Math.round(PublishedMixes.TPCC
                                    .classes()
                                    .get(draw.classIndex())
                                    .service()
                                    .meanNanos()
                            * 1_000),
                    draw.servicePicos());
        }
        for (int i = 0; i < counts.length; i++) {
            assertEquals(PublishedMixes.TPCC.classes().get(i).share(), counts[i] / DRAWS, 0.003);
        }
    }

    @Test
    void publishedMixesHaveTheMeansOneComputesByHand() {
        assertEquals(10_000, PublishedMixes.GETS.meanNanos());
        assertEquals(0.995 * 10_000 + 0.005 * 10_000_000, PublishedMixes.GETS_AND_RANGES.meanNanos(), 1e-6);
        assertEquals(50_500, PublishedMixes.HIGH_BIMODAL.meanNanos(), 1e-6);
        assertEquals(318_250, PublishedMixes.ROCKSDB.meanNanos(), 1e-6);
        assertTrue(PublishedMixes.byName().keySet().containsAll(List.of("gets", "tpcc")));
    }

    @Test
    void impossibleMixesAreRefused() {
        ServiceTime service = ServiceTime.constantNanos(1);
        assertThrows(IllegalArgumentException.class, () -> Mix.of(new RequestClass("A", 0.5, service)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Mix.of(new RequestClass("A", 0.5, service), new RequestClass("A", 0.5, service)));
        assertThrows(IllegalArgumentException.class, () -> ServiceTime.constantNanos(0));
        assertThrows(IllegalArgumentException.class, () -> new ServiceTime.Bimodal(1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new RequestClass("A,B", 1, service));
    }
}
