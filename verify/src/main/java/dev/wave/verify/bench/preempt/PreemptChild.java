package dev.wave.verify.bench.preempt;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.CpuPair;
import dev.wave.verify.bench.harness.Pin;
import dev.wave.verify.bench.live.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process with {@link PreemptMain} in it, which is warm after its start and then asked for sample after sample. After some it is replaced by a new one: what
 * the JIT compilers make of the same code differs from process to process.
 *
 * <p>All its threads but the core's stay on the agent's CPU, as an operator would have it (docs/operating.md): started from a thread that is pinned there, they inherit it, and the
 * core's thread pins itself elsewhere. Its heap is touched before it starts.
 */
final class PreemptChild implements AutoCloseable {
    private static final int SAMPLES_OF_ONE_PROCESS = 20;
    private static final int WARM_UP = 8_000;

    /** A process may fail to be of use: loading a class for too long, say, lends its core a spare carrier. */
    private static final int STARTS = 3;

    private static final long LONGEST_SECONDS = 60;
    private static final ScheduledExecutorService BELL = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private final BenchRun run;
    private final Path instrumenter;
    private Process process;
    private BufferedReader said;
    private PrintStream tell;
    private int samples;

    PreemptChild(BenchRun run, Path instrumenter) {
        this.run = run;
        this.instrumenter = instrumenter;
    }

    Words sample(Kernel kernel, int preemptions) throws IOException, InterruptedException {
        if (process == null || samples == SAMPLES_OF_ONE_PROCESS) {
            close();
            start();
        }
        samples++;
        tell.println(kernel.name() + " " + preemptions);
        return Words.of(until("end"));
    }

    private void start() throws IOException, InterruptedException {
        for (int left = STARTS; process == null; left--) {
            try {
                startOnce();
            } catch (IllegalStateException e) {
                if (left == 1) {
                    throw e;
                }
            }
        }
    }

    private void startOnce() throws IOException, InterruptedException {
        CpuPair cpus = run.cpus();
        String link = "preempt-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        List<String> flags =
                List.of("-javaagent:" + instrumenter + "=packages=wavebench.loops.", "-Xms256m", "-XX:+AlwaysPreTouch");
        List<String> words = List.of(link, "" + cpus.first(), "" + run.options().seed(), "" + WARM_UP);
        ProcessBuilder builder = new ProcessBuilder(Children.reading(flags, PreemptMain.class, words))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process = startedOn(cpus.second(), builder);
        samples = 0;
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        until("ready");
    }

    private static Process startedOn(int cpu, ProcessBuilder builder) throws IOException, InterruptedException {
        List<Process> started = new ArrayList<>();
        List<IOException> failed = new ArrayList<>();
        Thread starter = new Thread(
                () -> {
                    Pin.to(cpu);
                    try {
                        started.add(builder.start());
                    } catch (IOException e) {
                        failed.add(e);
                    }
                },
                "bench-starter");
        starter.start();
        starter.join();
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
        return started.getFirst();
    }

    private List<String> until(String last) throws IOException {
        List<String> lines = new ArrayList<>();
        ScheduledFuture<?> bell = BELL.schedule(process::destroyForcibly, LONGEST_SECONDS, TimeUnit.SECONDS);
        try {
            for (String line = said.readLine(); !last.equals(line); line = said.readLine()) {
                if (line == null) {
                    close();
                    throw new IllegalStateException("the measuring process ended early; it said " + lines);
                }
                lines.add(line);
            }
        } finally {
            bell.cancel(false);
        }
        return lines;
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        // The end of its input ends it, and with it the link's file goes.
        tell.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }
}
