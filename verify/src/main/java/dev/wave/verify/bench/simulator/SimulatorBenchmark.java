package dev.wave.verify.bench.simulator;

import dev.wave.cli.ExpectedFailure;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.CProgram;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.live.Words;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an event costs the simulator: queues on its event core, actors that meet, and how both grow. */
public final class SimulatorBenchmark implements Benchmark {
    private static final String OURS = "wave";
    private static final String C = "C";
    private static final String SSJ = "SSJ";
    private static final String SSJ_CLASS = "dev.wave.verify.bench.peers.SsjStation";
    private static final List<String> SERVERS = List.of("10", "1000");
    private static final double LEAST_OF_C = 0.8;
    private static final double LEAST_OF_SSJ = 2;

    private static final String WAITING = "an actor that waits";
    private static final String STORING = "a core that stores across the link";
    private static final String LOADING = "a core that loads across the link";
    private static final String THREADS = "two threads";
    private static final double LEAST_SWITCHES = 5;

    private static final List<String> ACTORS = List.of("10", "100", "1000", "10000", "100000");
    private static final List<String> HOSTS = List.of("16 200 20", "128 10000 10", "1024 100000 1");

    private static final List<String> ACTOR_FLAGS =
            List.of("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED", "-Xmx1g");

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public String what() {
        return "the simulator's event core beside C and SSJ, its actors beside threads, cost per event as both grow, memory";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        stations(run, "fifo", "first come first served");
        stations(run, "shared", "processor sharing");
        actors(run);
        growth(run);
        hosts(run);
        memory(run);
    }

    // ---- queues on the event core

    private static void stations(BenchRun run, String discipline, String words) throws Exception {
        BenchTable table = run.oneCpu("simulator: M/M/n, " + words + ", million events/s on one CPU")
                .usually(Duration.ofSeconds(60));
        for (String servers : SERVERS) {
            table.metric(Metric.higher(column(servers), "M/s"));
            table.target(Target.atLeast(OURS, column(servers), C).oneCpu(LEAST_OF_C));
            table.target(Target.atLeast(OURS, column(servers), SSJ).oneCpu(LEAST_OF_SSJ));
        }
        table.subject(OURS, () -> station(servers -> javaStation(run, discipline, servers, List.of())));
        try {
            Path program = CProgram.compiled(run.options().home(), "simulate", "");
            table.peer(
                    C,
                    () -> station(servers -> List.of(
                            program.toString(),
                            discipline,
                            servers,
                            "" + run.cpus().second())));
        } catch (ExpectedFailure e) {
            table.absent(C, e.getMessage());
        }
        table.peer(SSJ, () -> station(servers -> javaStation(run, discipline, servers, List.of(SSJ_CLASS))));
        table.note("Load 0.8, exponential; two events per customer, its coming and its leaving. " + C
                + ": a loop made for this queue alone, its heap of at most 4,096 events in one word each, the same generator and a ziggurat for"
                + " exponentials (the JDK's nextExponential is another). " + SSJ
                + " 3.3.2: splay tree, LFSR113, exponentials by inversion.");
        table.measure();
    }

    private interface Command {
        List<String> with(String servers);
    }

    private static String column(String servers) {
        return "n = " + servers;
    }

    private static List<String> javaStation(BenchRun run, String discipline, String servers, List<String> more) {
        List<String> words =
                new ArrayList<>(List.of(discipline, servers, "" + run.cpus().second()));
        words.addAll(more);
        return Children.java(List.of(), StationMain.class, words);
    }

    private static Reading station(Command command) throws Exception {
        double[] rates = new double[SERVERS.size()];
        long switches = 0;
        for (int i = 0; i < rates.length; i++) {
            Words said = said(command.with(SERVERS.get(i)));
            rates[i] = said.number("rate");
            switches += (long) said.number("switches");
        }
        return Reading.of(rates).withSwitches(switches);
    }

    // ---- actors

    private static void actors(BenchRun run) {
        BenchTable table = run.oneCpu("simulator: two actors in turns, million a second on one CPU")
                .usually(Duration.ofSeconds(40))
                .metric(Metric.higher("rate", "M/s"));
        table.subject(WAITING, () -> actor(run, "wait"));
        table.subject(STORING, () -> actor(run, "store"));
        table.subject(LOADING, () -> actor(run, "load"));
        table.peer(THREADS, () -> {
            Words said = said(Children.java(
                    List.of(), ThreadsMain.class, List.of("" + run.cpus().second())));
            return Reading.of(1_000 / said.number("each")).withSwitches((long) said.number("switches"));
        });
        table.target(Target.atLeast(WAITING, "rate").oneCpu(LEAST_SWITCHES));
        table.target(Target.atLeast(STORING, "rate").oneCpu(LEAST_SWITCHES));
        table.note(
                "Each wait and each access suspends its actor, because the other one is always due earlier; a load is two suspensions, the way there and the way"
                        + " back. " + THREADS
                        + ": they park and wake each other on that CPU.");
        table.measure();
    }

    private static Reading actor(BenchRun run, String what) throws Exception {
        Words said = said(Children.java(
                ACTOR_FLAGS, ActorMain.class, List.of("" + run.cpus().second(), what)));
        return Reading.of(1_000 / said.number("each " + what)).withSwitches((long) said.number("switches"));
    }

    // ---- growth

    /** Nobody is worse than logarithmic if a hundred times as many actors cost less than three times as much, the logarithm of one thousand over that of ten. */
    private static void growth(BenchRun run) {
        BenchTable table = run.oneCpu("simulator: one event among actors that wait at random, nanoseconds")
                .usually(Duration.ofSeconds(40))
                .metric(Metric.lower("event", "ns"));
        for (String actors : ACTORS) {
            String row = actors + " actors";
            table.subject(row, () -> {
                Words said = said(Children.java(
                        ACTOR_FLAGS, ActorMain.class, List.of("" + run.cpus().second(), actors)));
                return Reading.of(said.number("each " + actors)).withSwitches((long) said.number("switches"));
            });
            if (actors.length() > ACTORS.getFirst().length()) {
                // Powers of ten: the logarithm is the number of zeros.
                table.target(Target.atMost(row, "event", ACTORS.getFirst() + " actors")
                        .oneCpu(actors.length() - 1));
            }
        }
        table.note(
                "The limit of each row is the logarithm of its number of actors over that of ten. What lies above a few thousand actors is memory: the stack of"
                        + " an actor that was away comes from behind the caches.");
        table.measure();
    }

    private static void hosts(BenchRun run) {
        BenchTable table = run.oneCpu("simulator: one event on hosts with a shipping agent, nanoseconds")
                .usually(Duration.ofSeconds(30))
                .atLeastRounds(2)
                .metric(Metric.lower("event", "ns"));
        for (String host : HOSTS) {
            table.subject(hostRow(host), () -> {
                Words said = said(Children.java(ACTOR_FLAGS, HostMain.class, hostWords(run, host)));
                return Reading.of(said.number("event")).withSwitches((long) said.number("switches"));
            });
        }
        // The logarithm of 1,024 cores over that of 16.
        table.target(Target.atMost(hostRow(HOSTS.getLast()), "event", hostRow(HOSTS.getFirst()))
                .oneCpu(2.5));
        table.note(
                "An event is a suspension of an actor: a core, the agent, the source of requests or the watchdog. All of what they do is in it: kernel, agent and"
                        + " policy are the shipping ones. Load 0.7, requests of 10 us, Fifo, agent on a mount-evans.");
        table.measure();
    }

    private static String hostRow(String host) {
        String[] words = host.split(" ");
        return words[0] + " cores, " + words[1] + " threads";
    }

    private static List<String> hostWords(BenchRun run, String host) {
        String[] words = host.split(" ");
        return List.of("" + run.cpus().second(), words[0], words[1], words[2]);
    }

    private static void memory(BenchRun run) {
        BenchTable table = run.oneCpu("simulator: live heap of a host of 16 cores as virtual time goes on, megabytes")
                .usually(Duration.ofSeconds(10))
                .metric(Metric.lower("after 100 ms", "MB"))
                .metric(Metric.lower("after 200 ms", "MB"))
                .metric(Metric.lower("after 400 ms", "MB"))
                .metric(Metric.lower("growth", "of it"));
        table.subject(OURS, () -> {
            Words said = said(Children.java(ACTOR_FLAGS, HostMain.class, hostWords(run, "16 200 400")));
            double first = said.number("heap 1");
            double last = said.number("heap 4");
            return Reading.of(first, said.number("heap 2"), last, last / first)
                    .withSwitches((long) said.number("switches"));
        });
        table.target(Target.atMost(OURS, "growth").oneCpu(1.05));
        table.measure();
    }

    private static Words said(List<String> command) throws Exception {
        try (Children children = new Children()) {
            children.start(command);
            return Words.of(children.lines(Duration.ofSeconds(90)));
        }
    }
}
