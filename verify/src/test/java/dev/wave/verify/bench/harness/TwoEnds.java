package dev.wave.verify.bench.harness;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.verify.bench.queue.WireChild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A parent to be killed: starts one end of a queue in Java and one in C, of two different queues, so that both spin for ever. Arguments: the root of
 * the checkout, the name of both links.
 */
public final class TwoEnds {
    private TwoEnds() {}

    public static void main(String[] args) throws Exception {
        Path program = CProgram.compiled(Path.of(args[0]), "queue", "");
        try (Children children = new Children()) {
            children.start(Children.java(List.of(), WireChild.class, end("wave", args[1] + "-java")));
            List<String> words = new ArrayList<>(List.of(program.toString()));
            words.addAll(end("c", args[1] + "-c"));
            children.start(words);
            children.lines(Duration.ofMinutes(2));
        }
    }

    /** The first end goes on as soon as there is room; nobody makes any. */
    private static List<String> end(String peer, String link) {
        String cpu = "" + CallingThread.allowedCpus().getFirst();
        return List.of(peer, "first", "one_way", link, cpu, cpu, "300", "100", "10000");
    }
}
