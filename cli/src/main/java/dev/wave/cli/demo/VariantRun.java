package dev.wave.cli.demo;

import dev.wave.cli.demo.linux.CpuUse;
import dev.wave.cli.demo.nic.NicProcess;
import dev.wave.cli.demo.plan.CpuPlan;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.process.Child;
import dev.wave.cli.demo.result.Latencies;
import dev.wave.cli.demo.result.RunResult;
import dev.wave.cli.demo.result.RunResult.Answers;
import dev.wave.cli.demo.result.RunResult.Run;
import dev.wave.cli.demo.result.RunResult.Usage;
import dev.wave.cli.demo.service.ServiceProcess;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One run: a fresh JVM for the service, a fresh JVM for the NIC's side, and what they found. */
final class VariantRun {
    private static final long READY_MILLIS = 60_000;
    private static final long LOOK_MILLIS = 100;
    private static final double SHORTEST_SECONDS = 0.5;

    private final DemoContext context;
    private final Run run;
    private final int seconds;
    private final Progress progress;
    private final Map<String, String> results = new TreeMap<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private Moment measuring;
    private Moment measured;
    private boolean shortSlices;

    VariantRun(DemoContext context, Schedule.Entry entry, Progress progress) {
        this.context = context;
        this.run = entry.run();
        this.seconds = entry.seconds();
        this.progress = progress;
    }

    /** What the kernel had counted at one moment. */
    private record Moment(long nanos, CpuUse host, CpuUse nic) {}

    /** Nothing if it was stopped before there was anything to tell. */
    Optional<RunResult> result() throws InterruptedException {
        try (Child service = Child.start(serviceRecipe())) {
            awaitReady(service);
            if (nicIsLocal()) {
                listen(service, service);
            } else {
                try (Child nic = Child.start(nicRecipe())) {
                    listen(nic, service);
                }
            }
            service.askToEnd();
            takeCounters(service);
        } finally {
            context.sweepLinks();
        }
        return summarise();
    }

    /** With the agent in the service's process, the whole of the NIC's side is there. */
    private boolean nicIsLocal() {
        return run.variant() == Variant.WAVE_LOCAL;
    }

    private Child.Recipe serviceRecipe() {
        CpuPlan cpus = context.cpus();
        Settings settings = (nicIsLocal() ? nicSettings() : context.common())
                .with("variant", run.variant().label())
                .with("cpus", Settings.cpuList(cpus.workers()))
                .with("play", run.play().spelling())
                .with("nic-cpus", Settings.cpuList(cpus.nic()));
        return new Child.Recipe(
                "service",
                ServiceProcess.class,
                JvmFlags.service(run.variant(), context.options().cores()),
                settings,
                cpus.workers());
    }

    private Child.Recipe nicRecipe() {
        return new Child.Recipe(
                "nic",
                NicProcess.class,
                JvmFlags.nic(),
                nicSettings(),
                context.cpus().nic());
    }

    private Settings nicSettings() {
        boolean agent =
                run.variant().offloaded() && !context.options().scheduling().externalAgent();
        return context.common()
                .with("agent", agent)
                .with("play", run.play().spelling())
                .with("prestage", run.play().prestage())
                .with("shares-cpu", !context.cpus().pinned())
                .with("saturate", run.workload().saturating())
                .with("scan-share", run.workload().scanShare())
                .with("per-second", run.perSecond())
                .with("nanos", seconds * 1_000_000_000L);
    }

    private void awaitReady(Child service) throws InterruptedException {
        long waited = 0;
        while (waited < READY_MILLIS && !context.stop().asked()) {
            Optional<String> line = service.line(LOOK_MILLIS);
            if (line.isPresent() && line.get().startsWith("ready ")) {
                shortSlices = line.get().endsWith("true");
                return;
            }
            waited += LOOK_MILLIS;
        }
        if (!context.stop().asked()) {
            throw new DemoFailure("the service of variant " + run.variant().label() + " was not ready within "
                    + READY_MILLIS / 1000 + " s: the machine is overloaded. Try again, or with fewer --variants.");
        }
    }

    private void listen(Child nic, Child service) throws InterruptedException {
        boolean done = false;
        while (!done) {
            if (context.stop().asked()) {
                nic.askToEnd();
            }
            Optional<String> line = nic.line(LOOK_MILLIS);
            progress.tick();
            done = line.isPresent() && hear(line.get(), nic, service);
        }
    }

    private boolean hear(String line, Child nic, Child service) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "phase" -> {
                Moment now = new Moment(context.clock().nanos(), CpuUse.of(service.pid()), CpuUse.of(nic.pid()));
                if (words[1].equals("measuring")) {
                    measuring = now;
                } else {
                    measured = now;
                }
            }
            case "result" -> results.put(words[1], words[2]);
            case "done" -> {
                return true;
            }
            default -> {
                // A JVM's own remarks come this way, too.
            }
        }
        return false;
    }

    private void takeCounters(Child service) throws InterruptedException {
        try {
            Optional<String> line = service.line(READY_MILLIS);
            while (line.isPresent()) {
                String[] words = line.get().split(" ");
                if (words[0].equals("counter")) {
                    counters.put(words[1], Long.valueOf(words[2]));
                }
                line = service.line(READY_MILLIS);
            }
        } catch (Child.ChildEnded expected) {
            if (service.status() != 0) {
                throw expected;
            }
        }
    }

    private Optional<RunResult> summarise() {
        double seconds = number("measured-nanos") / 1e9;
        if (seconds < SHORTEST_SECONDS) {
            return Optional.empty();
        }
        Answers answers = new Answers(
                number("sent"),
                number("lost"),
                number("duplicates"),
                number("strangers"),
                number("wrong"),
                number("unsent"));
        return Optional.of(
                new RunResult(run, answers, Latencies.decode(results), usage(seconds), counters, shortSlices));
    }

    private Usage usage(double seconds) {
        double elapsed = (measured.nanos() - measuring.nanos()) / 1e9;
        CpuUse host = measured.host().since(measuring.host());
        double nicSeconds = number("thread-cpu-nanos") / 1e9 * elapsed / seconds;
        double hostSeconds = host.seconds() - (nicIsLocal() ? nicSeconds : 0);
        CpuUse nic = nicIsLocal() ? CpuUse.NONE : measured.nic().since(measuring.nic());
        double nicCpu = nicIsLocal() ? nicSeconds : nic.seconds();
        double nicIdleShare = number("idle-nanos") / (double) Math.max(1, number("idle-nanos") + number("busy-nanos"));
        double hostIdle =
                counters.getOrDefault("idle-nanos", 0L) / (double) counters.getOrDefault("up-nanos", Long.MAX_VALUE);
        return new Usage(
                seconds,
                number("answered") / seconds,
                hostSeconds / elapsed,
                hostIdle,
                nicCpu / elapsed,
                nicCpu / elapsed * nicIdleShare,
                (host.involuntarySwitches() + nic.involuntarySwitches()) / elapsed,
                host.stealSeconds() / elapsed,
                Math.max(0, host.machineSeconds() - hostSeconds - nicCpu) / elapsed);
    }

    private long number(String name) {
        return Long.parseLong(results.getOrDefault(name, "0"));
    }
}
