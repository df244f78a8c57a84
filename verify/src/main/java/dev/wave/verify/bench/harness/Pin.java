package dev.wave.verify.bench.harness;

import dev.wave.threads.virtual.Cpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The measured threads: each stays on its CPU, and knows how often it was taken off it against its will. */
public final class Pin {
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String INVOLUNTARY = "nonvoluntary_ctxt_switches:";

    private Pin() {}

    /** Pins the calling thread. */
    public static void to(int cpu) {
        if (!Cpus.pin(cpu)) {
            throw new IllegalStateException("the kernel refuses CPU " + cpu + " to this thread");
        }
    }

    /** Involuntary context switches of the calling thread up to now; 0 where the kernel does not say. */
    public static long switches() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(INVOLUNTARY))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(INVOLUNTARY.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
