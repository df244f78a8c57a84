package dev.wave.cli;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.delay.Links;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkException;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantReason;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.PolicyWatch;
import dev.wave.threads.Rehearsal;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Policies;
import dev.wave.threads.virtual.Cpus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./wave agent}: runs an agent of thread scheduling in the foreground, until its service ends, it is replaced, or Ctrl-C. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs an agent in the foreground: it schedules the threads of the service behind a link.",
        footer = {
            "",
            "The agent may be stopped, killed and started again at any time: meanwhile the service's own fallback runs its threads.",
            "Example: ./wave agent --policy Shinjuku --slice-us 30 --link shm:orders"
        })
final class AgentVerb implements Callable<Integer> {
    private static final long LOOK_MILLIS = 100;
    private static final int UNPINNED = -1;

    /** A year: a unit may wait for its service for as long as it likes. */
    private static final double MOST_WAIT_SECONDS = 31_536_000;

    private static final double MOST_REHEARSAL_SECONDS = 60;

    /** A minute. */
    private static final double MOST_SLICE_MICROS = 60_000_000;

    /** After so many looks without an answer, somebody who watches wants to know why. */
    private static final int LOOKS_BEFORE_WORDS = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--link",
            required = true,
            paramLabel = "URI",
            description = "The service's link, shm:NAME or delayed:MODEL:NAME.")
    private String link;

    @Option(
            names = "--policy",
            defaultValue = "Shinjuku",
            description =
                    "Fifo, Shinjuku, RoundRobin, ShinjukuMultiQueue, EarliestDeadline, VirtualMachines, a class on the class path, or a source file such as examples/ClassPriority.java. Default: ${DEFAULT-VALUE}.")
    private String policy;

    @Option(
            names = "--slice-us",
            defaultValue = "30",
            paramLabel = "US",
            description = "Slice of policies that have one. Default: ${DEFAULT-VALUE}.")
    private double sliceMicros;

    @Option(
            names = "--targets-us",
            defaultValue = "50,10000",
            split = ",",
            paramLabel = "US",
            description = "Waiting-time target of each class, for ShinjukuMultiQueue. Default: ${DEFAULT-VALUE}.")
    private List<Long> targetMicros;

    @Option(
            names = "--prestage",
            defaultValue = "1",
            paramLabel = "N",
            description = "Decisions kept ready for a busy core. Default: ${DEFAULT-VALUE}.")
    private int prestage;

    @Option(names = "--replace", description = "Take over from a live agent.")
    private boolean replace;

    @Option(names = "--cpu", defaultValue = "-1", paramLabel = "N", description = "Pin the agent to this CPU.")
    private int cpu;

    @Option(names = "--busy", description = "Never sleep: for a core that belongs to the agent.")
    private boolean busy;

    @Option(
            names = "--wait",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description = "Wait this long for the link to appear. Default: ${DEFAULT-VALUE}.")
    private double waitSeconds;

    @Option(
            names = "--rehearse",
            defaultValue = "0.4",
            paramLabel = "SECONDS",
            description =
                    "Practise this long on a host of its own before taking charge, so that the JVM has compiled what is needed. Default: ${DEFAULT-VALUE}.")
    private double rehearseSeconds;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        checkNumbers();
        Supplier<ThreadPolicy> policies = policies();
        AgentOptions options = options();
        ThreadAgent agent = agent(policies, options);
        if (!Cpus.pin(cpu)) {
            err.println("wave agent: CPU " + cpu + " is not for this process to use; going on unpinned.");
        }
        if (rehearseSeconds > 0) {
            var rehearsal = new Rehearsal(policies, options, Links.delays(link), Clock.system());
            new BeforeTakingCharge(rehearsal, agent, policy)
                    .rehearse(Math.round(rehearseSeconds * 1e9), BeforeTakingCharge.GRACE_NANOS);
        }
        AgentRunner runner =
                new AgentRunner(agent, busy ? IdleStrategy.BUSY : IdleStrategy.SPIN_THEN_SLEEP, Clock.system());
        Runtime.getRuntime().addShutdownHook(new Thread(runner::close, "wave-agent-stop"));
        runner.start(AgentVerb::keepTrace);
        follow(agent, runner, err);
        return report(agent, runner, err);
    }

    private void checkNumbers() {
        if (!(waitSeconds >= 0 && waitSeconds <= MOST_WAIT_SECONDS)) {
            throw bad("--wait " + waitSeconds + " makes no sense; give 0 to " + (long) MOST_WAIT_SECONDS + " seconds");
        }
        if (!(sliceMicros >= 1 && sliceMicros <= MOST_SLICE_MICROS)) {
            throw bad("--slice-us " + sliceMicros + " makes no sense; give 1 to " + (long) MOST_SLICE_MICROS);
        }
        if (targetMicros.isEmpty() || targetMicros.stream().anyMatch(us -> us < 1 || us > MOST_SLICE_MICROS)) {
            throw bad("--targets-us makes no sense; give 1 to " + (long) MOST_SLICE_MICROS + " for each class");
        }
        if (!(rehearseSeconds >= 0 && rehearseSeconds <= MOST_REHEARSAL_SECONDS)) {
            throw bad("--rehearse " + rehearseSeconds + " makes no sense; give 0 to " + (long) MOST_REHEARSAL_SECONDS
                    + " seconds");
        }
        if (cpu < UNPINNED) {
            throw bad("--cpu " + cpu + " makes no sense; give the number of a CPU, or " + UNPINNED + " for any");
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Where a policy threw helps who wrote it; where the loop stood when its link was lost helps nobody. */
    private static void keepTrace(Throwable failure) {
        if (!(failure instanceof LinkException)) {
            System.getLogger("dev.wave").log(System.Logger.Level.ERROR, "the agent failed", failure);
        }
    }

    private Supplier<ThreadPolicy> policies() {
        try {
            return policy.endsWith(".java") ? PolicyFile.load(Path.of(policy)) : PolicyName.find(policy, parameters());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private AgentOptions options() {
        try {
            AgentOptions options = AgentOptions.DEFAULT.withPrestage(prestage);
            return replace ? options.replacing() : options;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ThreadAgent agent(Supplier<ThreadPolicy> policies, AgentOptions options) {
        try {
            return new ThreadAgent(open(), policies, options, Clock.system());
        } catch (IllegalArgumentException | LinkException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Policies.Parameters parameters() {
        List<Long> targets = targetMicros.stream().map(us -> us * 1_000).toList();
        return new Policies.Parameters(Math.round(sliceMicros * 1_000), targets);
    }

    private Link open() {
        long end = Clock.system().nanos() + Math.round(waitSeconds * 1e9);
        for (int looks = 1; true; looks++) {
            try {
                Link opened = Links.openUri(link, Clock.system());
                // The file is there a moment before its enclave is: a service that is just starting is one to wait for.
                Geometry.load(opened.toNic());
                return opened;
            } catch (LinkException e) {
                if (Clock.system().nanos() >= end) {
                    throw e;
                }
                if (looks == LOOKS_BEFORE_WORDS) {
                    spec.commandLine().getErr().println("wave agent: waiting: " + e.getMessage());
                }
                LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
            }
        }
    }

    /** Says when it is put in charge and when it no longer is, until the agent is over. */
    private void follow(ThreadAgent agent, AgentRunner runner, PrintWriter err) throws InterruptedException {
        PolicyWatch watch = new PolicyWatch(agent, runner, Clock.system());
        long told = 0;
        boolean wasInCharge = false;
        boolean ended = false;
        int unanswered = 0;
        while (!ended) {
            ended = runner.await(LOOK_MILLIS);
            watch.look().ifPresent(stuck -> err.println("wave agent: " + stuck));
            boolean inCharge = agent.inCharge();
            unanswered = inCharge ? 0 : unanswered + 1;
            if (unanswered == LOOKS_BEFORE_WORDS && !ended) {
                err.println(
                        "wave agent: still asking: " + link + " has not answered. Its process is stopped, or stopped"
                                + " agents hold all its regions: ./wave top --once --link " + link);
            }
            if (inCharge && (!wasInCharge || agent.epoch() != told)) {
                told = agent.epoch();
                err.println("wave agent: in charge of " + link + " since epoch " + told + ", policy " + policy);
            } else if (!inCharge && wasInCharge && !ended) {
                err.println(
                        "wave agent: lost epoch " + told + ": " + agent.reason().words() + "; asking again");
            }
            wasInCharge = inCharge;
        }
    }

    private int report(ThreadAgent agent, AgentRunner runner, PrintWriter err) {
        if (runner.failure() instanceof LinkException lost) {
            throw new ExpectedFailure(lost.getMessage(), lost);
        }
        if (runner.failure() != null) {
            throw new ExpectedFailure("the policy failed, so the agent ended and the service's fallback took over: "
                    + agent.explain(runner.failure()));
        }
        GrantReason reason = agent.reason();
        err.println("wave agent: ended: " + reason.words());
        return reason == GrantReason.HOST_CLOSED || reason == GrantReason.LEFT || reason == GrantReason.REPLACED
                ? Wave.DONE
                : Wave.FELL_SHORT;
    }
}
