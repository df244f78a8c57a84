package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./wave demo} as a user types it, and short: whether all requests are answered, not how fast. */
@Timeout(180)
class DemoEndToEndTest {
    @TempDir
    private Path folder;

    @Test
    void everyRequestIsAnsweredExactlyOnceBehindADelayedLink() throws Exception {
        Path json = folder.resolve("demo.json");
        try (Processes processes = new Processes(folder)) {
            Process demo = processes.start(
                    "demo",
                    Processes.wave(
                            "demo",
                            "--quick",
                            "--link=delayed:mount-evans",
                            "--prestage=1",
                            "--variants=delayed",
                            "--workload=uniform",
                            "--out=" + folder.resolve("report"),
                            "--json=" + json));
            int status = Processes.status(demo);
            String said = processes.said("demo");
            // A second of a service that is still being compiled may miss what the demo claims of speed.
            assertTrue(status == 0 || status == 1, said);
            assertTrue(
                    said.matches("(?s).*SHOWN +every request is answered exactly once, and rightly: [1-9]\\d* .*"),
                    said);
            assertTrue(said.contains("delayed:mount-evans"), said);
        }
        String result = Files.readString(json);
        assertTrue(result.contains("\"complete\": true"), result);
        assertTrue(Files.exists(folder.resolve("report/report.html")));
    }
}
