package dev.wave.lab.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadFileTest {
    @TempDir
    private Path folder;

    @Test
    void traceIsReplayedAsRecordedAndThenAgain() throws IOException {
        TraceReplay trace = WorkloadFile.trace(
                file("arrival_ns,service_ns,class\n# two kinds\n100,1500,GET\n\n400, 635000, SCAN\n700,2.5,GET\n"));
        assertEquals(List.of("GET", "SCAN"), trace.classNames());
        Source source = trace.source(new SplittableRandom(1));
        long[] arrivals = {0, 300_000, 600_000, 900_000, 1_200_000};
        long[] services = {1_500_000, 635_000_000, 2_500, 1_500_000, 635_000_000};
        int[] classes = {0, 1, 0, 0, 1};
        for (int i = 0; i < arrivals.length; i++) {
            assertEquals(arrivals[i], source.arrivalPicos());
            source.take();
            assertEquals(services[i], source.servicePicos());
            assertEquals(classes[i], source.classIndex());
        }
    }

    @Test
    void traceAtAnotherLoadIsStretched() throws IOException {
        TraceReplay trace = WorkloadFile.trace(file("0,100,A\n1000,300,A\n"));
        assertEquals(200 * 2 / 2_000.0, trace.erlangs(), 1e-9);
        Workload twice = trace.withErlangs(0.4);
        assertEquals(0.4, twice.erlangs(), 1e-9);
        Source source = twice.source(new SplittableRandom(1));
        source.take();
        assertEquals(500_000, source.arrivalPicos());
        assertEquals(100_000, source.servicePicos());
    }

    @Test
    void histogramGivesValuesInTheirShares() throws IOException {
        ServiceTime times = WorkloadFile.histogram(file("service_ns,weight\n1500,99.5\n635000,0.5\n"));
        assertEquals(0.995 * 1_500 + 0.005 * 635_000, times.meanNanos(), 1e-6);
    }

    @Test
    void errorsNameFileLineAndWhatToWrite() throws IOException {
        says("t.csv:2: '1,2' has 2 columns. Write 'arrival_ns,service_ns,class'.", "0,1,A\n1,2\n");
        says(
                "t.csv:3: '3' is before the arrival of the line above. Sort the lines by arrival.",
                "0,1,A\n5,1,A\n3,1,A\n");
        says("t.csv:2: '-4' is not a service time. Write a number above 0", "0,1,A\n1,-4,A\n");
        says("t.csv:2: 'x' is not an arrival. Write a number from 0", "0,1,A\nx,4,A\n");
        says("t.csv:2: names no class.", "0,1,A\n1,4,\n");
        says("t.csv: holds fewer than two requests", "arrival_ns,service_ns,class\n");
        says("t.csv: holds no two arrivals", "3,1,A\n3,1,A\n");
        String missing = assertThrows(WorkloadFile.Unusable.class, () -> WorkloadFile.trace(folder.resolve("none.csv")))
                .getMessage();
        assertEquals(folder.resolve("none.csv") + ": there is no such file.", missing);
        String empty = assertThrows(WorkloadFile.Unusable.class, () -> WorkloadFile.histogram(file("# nothing\n")))
                .getMessage();
        assertEquals(folder.resolve("t.csv") + ": holds no service time. Write lines of 'service_ns,weight'.", empty);
    }

    private void says(String message, String text) throws IOException {
        Path file = file(text);
        String said = assertThrows(WorkloadFile.Unusable.class, () -> WorkloadFile.trace(file))
                .getMessage();
        assertEquals(
                message,
                said.substring(folder.toString().length() + 1)
                        .substring(
                                0,
                                Math.min(
                                        message.length(),
                                        said.length() - folder.toString().length() - 1)));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), text);
    }
}
