package dev.wave.verify.bench.queue;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.queue.WireJob.Mode;
import dev.wave.verify.bench.queue.WirePeer.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One sample of one queue: fresh processes, pinned, warmed up, measured, gone. */
final class WireSample {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final int ONE_WAY_WARM = 300;
    private static final int ONE_WAY_ROUNDS = 100;
    private static final int TRIP_MESSAGES = 10_000;
    private static final int TRIP_WARM = 40;
    private static final int TRIP_ROUNDS = 50;

    private final BenchRun run;
    private final Mode mode;

    WireSample(BenchRun run, Mode mode) {
        this.run = run;
        this.mode = mode;
    }

    WireReport java(WirePeer peer) throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(peer.jvmFlags());
        String link = link();
        try (Children children = new Children()) {
            for (End end : peer.inProcess() ? List.of(End.FIRST) : List.of(End.FIRST, End.SECOND)) {
                WireJob job = job(peer.name(), end, link, peer.roundMessages());
                children.start(Children.java(flags, WireChild.class, job.words()));
            }
            return report(children);
        } finally {
            remove(link);
        }
    }

    WireReport c(Path program, int messages) throws IOException, InterruptedException {
        String link = link();
        try (Children children = new Children()) {
            for (End end : End.values()) {
                List<String> command = new ArrayList<>(List.of(program.toString()));
                command.addAll(job("c", end, link, messages).words());
                children.start(command);
            }
            return report(children);
        } finally {
            remove(link);
        }
    }

    private static String link() {
        return "bench-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    }

    private WireJob job(String peer, End end, String link, int messages) {
        int cpu = end == End.FIRST ? run.cpus().first() : run.cpus().second();
        int other = run.cpus().second();
        return mode == Mode.ONE_WAY
                ? new WireJob(peer, end, mode, link, cpu, other, ONE_WAY_WARM, ONE_WAY_ROUNDS, messages)
                : new WireJob(peer, end, mode, link, cpu, other, TRIP_WARM, TRIP_ROUNDS, TRIP_MESSAGES);
    }

    private static WireReport report(Children children) throws IOException, InterruptedException {
        WireReport report = new WireReport();
        children.lines(LONGEST).forEach(report::line);
        return report;
    }

    /** What a process that was killed left behind; those that end well remove it themselves, which is the same. */
    private static void remove(String link) throws IOException {
        Path shared = Path.of("/dev/shm/wave-" + link);
        if (!Files.exists(shared)) {
            return;
        }
        try (Stream<Path> all = Files.walk(shared)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
