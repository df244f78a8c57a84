package dev.wave.lab.swarm;

import dev.wave.core.link.Link;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ProcessIdentity;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The agents that come and go, each a process on a core of its own, and the host's knowledge of who of them lives. */
final class SwarmAgents {
    private static final RandomGeneratorFactory<RandomGenerator> NONCES = RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long CLAIM_PAUSE = 200 * SwarmPlan.MICRO;
    private static final int LONGEST_PAUSE = 64;

    private final SwarmWorld world;
    private final Timeline timeline;
    private final RandomGenerator random;
    private final List<Life> lives = new ArrayList<>();

    /** One agent's. */
    final class Life implements Runnable {
        private final ProcessIdentity process;
        private final Supplier<ThreadPolicy> policies;
        private final AgentOptions options;
        private final RandomGenerator nonces;
        private Actor actor;
        private ThreadAgent agent;
        private long fruitless;

        Life(Supplier<ThreadPolicy> policies, AgentOptions options) {
            this.process = new ProcessIdentity(1 + lives.size(), 1);
            this.policies = policies;
            this.options = options;
            this.nonces = NONCES.create(random.nextLong());
        }

        @Override
        public void run() {
            Link end = ObservedLink.agent(world.link().agent(process), world.log()::agentStores);
            agent = attach(end);
            while (!agent.over()) {
                if (agent.step() > 0) {
                    fruitless = 0;
                } else {
                    idle();
                }
            }
            agent.close();
        }

        /** The link's header may still be on its way: it is tried again, as whoever starts an agent does. */
        private ThreadAgent attach(Link end) {
            while (true) {
                try {
                    return new ThreadAgent(
                            end, policies, options, world.machine().clock(), nonces);
                } catch (LinkException e) {
                    timeline.parkUntil(timeline.now() + CLAIM_PAUSE);
                }
            }
        }

        private void idle() {
            SwarmPlan.AgentStyle style = world.plan().agents();
            long nanos = agent.sleepNanos();
            if (!agent.inCharge()) {
                timeline.parkUntil(timeline.now() + CLAIM_PAUSE);
            } else if (nanos > 0 && style.sleeps()) {
                agent.sleep(nanos);
            } else {
                // A loop that polls, and looks the more seldom the longer it finds nothing. A pause does not grow with
                // what slows a core.
                fruitless = Math.min(LONGEST_PAUSE, fruitless + 1);
                timeline.parkUntil(timeline.now() + style.pausePicos() * fruitless);
            }
        }

        Actor actor() {
            return actor;
        }

        boolean lives() {
            return !actor.over();
        }

        private String state() {
            if (!lives()) {
                return agent != null && agent.over() ? "over (" + agent.reason() + ")" : "killed";
            }
            return agent == null ? "starting" : agent.inCharge() ? "of epoch " + agent.epoch() : "asking";
        }

        boolean inCharge() {
            return lives()
                    && agent != null
                    && agent.inCharge()
                    && agent.epoch() == world.enclave().epoch();
        }
    }

    SwarmAgents(SwarmWorld world, RandomGenerator random) {
        this.world = world;
        this.timeline = world.timeline();
        this.random = random;
    }

    /** An agent comes. */
    void start(String policy, boolean replace) {
        Policies.Parameters parameters = Policies.Parameters.DEFAULT.withSliceNanos(3_000 + random.nextInt(30_000));
        AgentOptions options = new AgentOptions(world.plan().agents().prestage(), replace);
        Life life = new Life(Policies.byName(policy, parameters), options);
        lives.add(life);
        life.actor =
                world.machine().actor("agent " + lives.size(), world.machine().core(Side.NIC), life);
    }

    /** The one in charge, or else the one that came last and lives; null if none does. */
    Life present() {
        Life last = null;
        for (Life life : lives) {
            if (life.inCharge()) {
                return life;
            }
            last = life.lives() ? life : last;
        }
        return last;
    }

    /** One is in charge, and no other one wants to be. */
    boolean settled() {
        long living = lives.stream().filter(Life::lives).count();
        Life present = present();
        return living == 1 && present.inCharge();
    }

    void killAll() {
        lives.stream().filter(Life::lives).forEach(life -> life.actor.kill());
    }

    void restore() {
        lives.forEach(life -> life.actor.slow(1));
    }

    /** What the host's table of processes says. */
    boolean alive(long pid, long startTicks) {
        return pid > 0 && pid <= lives.size() && lives.get((int) pid - 1).lives();
    }

    /** Each by its number and how it stands, for messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Life life : lives) {
            text.append(text.isEmpty() ? "" : ", ").append(life.process.pid()).append(' ');
            text.append(life.state());
        }
        return text.toString();
    }

    int count() {
        return lives.size();
    }
}
