package dev.wave.verify.faults;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A process that holds agents, good ones and hostile ones, as many as it is told to by lines on standard input. Each agent is an incarnation of its own; only a
 * kill needs a process of its own. It says {@code charge EPOCH} when one of its agents is in charge, and {@code books ...} when such an epoch ended.
 */
public final class FaultAgents {
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private final ShmLink link;
    private final Geometry geometry;
    private final FaultyPolicy.Switches switches = new FaultyPolicy.Switches();
    /** Without a lock: a command must not wait for the books, which are looked at all the time. */
    private final List<Incarnation> incarnations = new CopyOnWriteArrayList<>();

    private record Incarnation(AgentRunner runner, Bookkeeper books) {}

    private FaultAgents(String name) {
        link = ShmLink.open(name);
        geometry = Geometry.load(link.toNic());
    }

    public static void main(String[] arguments) throws Exception {
        FaultAgents agents = new FaultAgents(arguments[0]);
        Thread.ofPlatform().daemon().start(agents::keepBooks);
        System.out.println("ready");
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            agents.obey(command.split(" "));
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey(String[] words) throws IOException {
        long number = words.length > 1 ? Long.parseLong(words[1]) : 0;
        switch (words[0]) {
            case "agent" -> start(number, AgentOptions.DEFAULT);
            case "replace" -> start(number, AgentOptions.DEFAULT.replacing());
            case "stall" -> switches.stallMillis = number;
            case "throw" -> switches.failing = true;
            case "leave" -> leave();
            case "gc" -> Ballast.collect(number);
            case "hostile" -> Thread.ofPlatform().daemon().start(() -> new Hostile(link, geometry, number).takeOver());
            case "scribble" -> Thread.ofPlatform().daemon().start(() -> new Hostile(link, geometry, number).scribble());
            default -> throw new IOException("no command: " + words[0]);
        }
    }

    private void start(long seed, AgentOptions options) {
        RandomGenerator random = RANDOM.create(seed);
        AgentOptions staged = options.withPrestage(random.nextInt(3));
        ThreadAgent agent = new ThreadAgent(
                link,
                () -> new FaultyPolicy(random.nextInt(3), switches),
                staged,
                Clock.system(),
                RANDOM.create(random.nextLong()));
        AgentRunner runner = new AgentRunner(agent, IdleStrategy.SPIN_THEN_SLEEP, Clock.system());
        incarnations.add(new Incarnation(runner.start(), new Bookkeeper(agent, runner, link, geometry)));
    }

    private void leave() {
        incarnations.forEach(incarnation -> incarnation.runner.stop());
    }

    private void keepBooks() {
        while (true) {
            for (Incarnation incarnation : incarnations) {
                if (incarnation.books.look()) {
                    incarnations.remove(incarnation);
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(500_000);
        }
    }

    /** An agent that gets itself put in charge and then writes whatever it likes, until it is killed. */
    private static final class Hostile {
        private final ShmLink link;
        private final Scribbler scribbler;
        private final RandomGenerator random;

        Hostile(ShmLink link, Geometry geometry, long seed) {
            this.link = link;
            this.random = RANDOM.create(seed);
            this.scribbler = new Scribbler(link, geometry, RANDOM.create(random.nextLong()));
        }

        void takeOver() {
            AgentSeat seat = new AgentSeat(link, true, RANDOM.create(random.nextLong()));
            while (seat.look() == AgentSeat.Standing.CLAIMING) {
                Thread.onSpinWait();
            }
            if (seat.standing() == AgentSeat.Standing.IN_CHARGE) {
                System.out.println("charge " + seat.epoch());
                seat.accept();
            }
            scribble();
        }

        void scribble() {
            System.out.println("scribbling");
            while (true) {
                for (int i = random.nextInt(1, 200); i > 0; i--) {
                    scribbler.write();
                }
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextLong(100_000));
            }
        }
    }
}
