package dev.wave.cli;

import dev.wave.cli.top.LinkList;
import dev.wave.cli.top.LinkWatch;
import dev.wave.cli.top.Screen;
import dev.wave.core.Clock;
import dev.wave.core.link.LinkException;
import dev.wave.lab.report.ResultFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./wave top}: live counters of a service and its agents, read from outside, also after a crash. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the counters of a service and its agents, from outside, also after a crash.",
        footer = {
            "",
            "Without --link: all links of this machine, those of crashed services included. It reads and never writes.",
            "Example: ./wave top --link shm:orders",
            "Example: ./wave top --link shm:orders --once --json counters.json"
        })
final class TopVerb implements Callable<Integer> {
    private static final double SHORTEST_SECONDS = 0.05;

    @Spec
    private CommandSpec spec;

    @Option(names = "--link", paramLabel = "URI", description = "The service's link, shm:NAME.")
    private String link;

    @Option(names = "--once", description = "One look, not one after the other.")
    private boolean once;

    @Option(
            names = "--interval",
            defaultValue = "1",
            paramLabel = "SECONDS",
            description = "Between two looks; rates are over this time. Default: ${DEFAULT-VALUE}.")
    private double intervalSeconds;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes the latest look for machines (docs/operating.md).")
    private Path json;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        if (!(intervalSeconds >= SHORTEST_SECONDS && intervalSeconds <= 3600)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--interval " + intervalSeconds + " makes no sense; give " + SHORTEST_SECONDS + " to 3600 seconds");
        }
        Screen screen = new Screen(spec.commandLine().getOut(), onATerminal() && !once);
        Thread hook = new Thread(this::stop, "wave-top-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            if (link == null) {
                list(screen);
            } else {
                watch(screen);
            }
            return Wave.DONE;
        } catch (LinkException e) {
            throw new ExpectedFailure(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with --json.", e);
        } finally {
            ended.countDown();
        }
    }

    /** Ctrl-C: the look under way is finished, so that neither the screen nor the file is left half written. */
    private void stop() {
        stop.countDown();
        try {
            ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean onATerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    private void list(Screen screen) throws InterruptedException {
        boolean again = true;
        while (again) {
            LinkList links = new LinkList(Clock.system().nanos());
            screen.show(links.text());
            write(links.json());
            again = !once && !screen.closed() && !pause();
        }
    }

    private void watch(Screen screen) throws InterruptedException {
        LinkWatch watch = new LinkWatch(link, Clock.system());
        boolean again = watch.open();
        while (again && !pause()) {
            watch.look();
            again = !once && watch.open();
            if (again) {
                screen.show(watch.text());
                write(watch.json());
                again = !screen.closed();
            }
        }
        // The last look: the only one of a crashed host or with --once, and what a closing host leaves behind.
        screen.show(watch.text());
        write(watch.json());
    }

    /** @return true if it is time to end */
    private boolean pause() throws InterruptedException {
        return stop.await(Math.round(intervalSeconds * 1e9), TimeUnit.NANOSECONDS);
    }

    private void write(String text) {
        if (json != null) {
            ResultFile.write(json, text);
        }
    }
}
