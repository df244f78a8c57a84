package dev.wave.verify.bench.live;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ShmLink;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.policy.Fifo;
import dev.wave.verify.bench.harness.Pin;

/** The shipping agent in a process of its own. Arguments: name of the link, CPU or -1, {@code busy} or {@code sleeps}. Ends with its host. */
public final class AgentMain {
    private static final long LONGEST_WAIT_NANOS = 20_000_000_000L;

    private AgentMain() {}

    public static void main(String[] args) throws InterruptedException {
        int cpu = Integer.parseInt(args[1]);
        IdleStrategy idle = args[2].equals("busy") ? IdleStrategy.BUSY : IdleStrategy.SPIN_THEN_SLEEP;
        runner(open(args[0]), cpu, idle).join();
    }

    /** Runs an agent on a thread of this process, pinned if {@code cpu} is one. */
    public static Thread runner(ShmLink link, int cpu, IdleStrategy idle) {
        return runner(link, cpu, idle, AgentOptions.DEFAULT);
    }

    /** As above, with options; at its end it prints {@code switches N}. */
    public static Thread runner(ShmLink link, int cpu, IdleStrategy idle, AgentOptions options) {
        ThreadAgent agent = new ThreadAgent(link, Fifo::new, options, Clock.system());
        AgentRunner runner = new AgentRunner(agent, idle, Clock.system());
        Thread thread = new Thread(
                () -> {
                    if (cpu >= 0) {
                        Pin.to(cpu);
                    }
                    long before = Pin.switches();
                    runner.run();
                    System.err.println("the agent's loop ended: " + agent.reason());
                    System.out.println("switches " + (Pin.switches() - before));
                },
                "bench-agent");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The host may be about to make it. */
    public static ShmLink open(String name) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (true) {
            try {
                return ShmLink.open(name);
            } catch (LinkException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }
}
