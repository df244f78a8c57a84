package dev.wave.verify.bench.fallback;

import dev.wave.core.IdleStrategy;
import dev.wave.verify.bench.live.AgentMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The shipping agent in a process of its own, which collects its garbage when told to: a line in, a line {@code START TOOK} out, in nanoseconds. */
public final class CollectingAgentMain {
    private CollectingAgentMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Ballast ballast = new Ballast();
        AgentMain.runner(AgentMain.open(args[0]), Integer.parseInt(args[1]), IdleStrategy.BUSY);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            long start = System.nanoTime();
            System.out.println(start + " " + ballast.collect());
        }
    }
}
