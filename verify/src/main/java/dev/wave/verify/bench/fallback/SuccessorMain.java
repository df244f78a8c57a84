package dev.wave.verify.bench.fallback;

import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.Rehearsal;
import dev.wave.threads.policy.Fifo;
import dev.wave.verify.bench.live.AgentMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A process of agents that take over from live ones, after one rehearsal, when it says that it is ready: for each line on its input it starts one, as {@code ./wave agent --replace} does. It prints a line for
 * each that has ended, and ends with its input. Arguments: name of the link, CPU.
 */
public final class SuccessorMain {
    /** As long as that of {@code ./wave agent}. */
    private static final long REHEARSAL_NANOS = 400_000_000;

    /** What it prints when it could take over. */
    static final String READY = "ready";

    private SuccessorMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int cpu = Integer.parseInt(args[1]);
        AgentOptions replacing = AgentOptions.DEFAULT.replacing();
        new Rehearsal(Fifo::new, replacing, Optional.empty(), Clock.system())
                .run("rehearsal-" + ProcessHandle.current().pid(), REHEARSAL_NANOS);
        System.out.println(READY);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            AgentMain.runner(AgentMain.open(args[0]), cpu, IdleStrategy.SPIN_THEN_SLEEP, replacing);
        }
    }
}
