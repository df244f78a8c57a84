package dev.wave.verify.bench.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.verify.bench.queue.WireJob.Mode;
import dev.wave.verify.bench.queue.WirePeer.End;
import org.junit.jupiter.api.Test;

/** What the measuring processes say, and how it is read. */
class WireReportTest {
    @Test
    void throughputIsThatOfAQuietRound() {
        WireReport report = new WireReport();
        for (int round = 0; round <= 10; round++) {
            report.line("round " + (1_000_000 + round * 100_000));
        }
        assertEquals(1e3 * 200_000 / 1_100_000, report.millionsPerSecond(200_000), 1e-9);
    }

    @Test
    void roundTripsThatReadTheSameAreSpreadOverTheClocksStep() {
        double[] values = {90, 100, 110};
        assertEquals(95, WireReport.quantile(0.25, values, new long[] {25, 50, 25}), 1e-9);
        assertEquals(100, WireReport.quantile(0.5, values, new long[] {25, 50, 25}), 1e-9);
        assertEquals(105, WireReport.quantile(0.75, values, new long[] {25, 50, 25}), 1e-9);
    }

    @Test
    void medianAndTailAreThoseOfAQuietRound() {
        WireReport report = new WireReport();
        report.line("trips 100:100");
        report.line("trips 100:97 900:3");
        assertEquals(100, report.medianNanos(), 1);
        assertTrue(report.tailNanos() > 104 && report.tailNanos() < 900, () -> "" + report.tailNanos());
    }

    @Test
    void switchesOfBothEndsAreAddedUp() {
        WireReport report = new WireReport();
        report.line("switches 3");
        report.line("switches 4");
        assertEquals(7, report.switches());
    }

    @Test
    void wordNobodyKnowsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WireReport().line("Segmentation fault"));
    }

    @Test
    void jobSurvivesTheCommandLine() {
        var job = new WireJob("wave", End.SECOND, Mode.ROUND_TRIP, "bench-1", 0, 1, 2, 3, 4_000);
        assertEquals(job, WireJob.parse(job.words().toArray(String[]::new)));
    }

    @Test
    void sumOfMessagesIsWhatTheirWordsAddUpTo() {
        long sum = 0;
        for (long message = 5; message < 9; message++) {
            for (int word = 1; word <= Wire.WORDS; word++) {
                sum += message + word;
            }
        }
        assertEquals(sum, Wire.sum(5, 4));
    }
}
