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
            try (Child nic = Child.start(nicRecipe())) {
                listen(nic, service);
            }
            service.askToEnd();
            takeCounters(service);
        } finally {
            context.sweepLinks();
        }
        return summarise();
    }

    private Child.Recipe serviceRecipe() {
        CpuPlan cpus = context.cpus();
        Settings settings = context.common()
                .with("variant", run.variant().label())
                .with("cpus", Settings.cpuList(cpus.workers()))
                .with("agent-cpus", Settings.cpuList(cpus.localAgent()))
                .with("agent-shares-cpu", cpus.localAgentSharesCpu());
        return new Child.Recipe(
                "service",
                ServiceProcess.class,
                JvmFlags.service(run.variant(), context.options().cores()),
                settings,
                cpus.workers());
    }

    private Child.Recipe nicRecipe() {
        boolean agent =
                run.variant() == Variant.WAVE && !context.options().scheduling().externalAgent();
        boolean shares = run.variant() == Variant.WAVE_LOCAL && context.cpus().localAgentSharesCpu();
        Settings settings = context.common()
                .with("agent", agent)
                .with("shares-cpu", shares || !context.cpus().pinned())
                .with("saturate", run.workload().saturating())
                .with("scan-share", run.workload().scanShare())
                .with("per-second", run.perSecond())
                .with("nanos", seconds * 1_000_000_000L);
        return new Child.Recipe(
                "nic",
                NicProcess.class,
                JvmFlags.nic(),
                settings,
                context.cpus().nic());
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
        CpuUse nic = measured.nic().since(measuring.nic());
        double nicIdleShare = number("idle-nanos") / (double) Math.max(1, number("idle-nanos") + number("busy-nanos"));
        double hostIdle =
                counters.getOrDefault("idle-nanos", 0L) / (double) counters.getOrDefault("up-nanos", Long.MAX_VALUE);
        return new Usage(
                seconds,
                number("answered") / seconds,
                host.seconds() / elapsed,
                hostIdle,
                nic.seconds() / elapsed,
                nic.seconds() / elapsed * nicIdleShare,
                (host.involuntarySwitches() + nic.involuntarySwitches()) / elapsed,
                host.stealSeconds() / elapsed,
                Math.max(0, host.machineSeconds() - host.seconds() - nic.seconds()) / elapsed);
    }

    private long number(String name) {
        return Long.parseLong(results.getOrDefault(name, "0"));
    }
}
