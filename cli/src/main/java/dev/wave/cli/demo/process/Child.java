package dev.wave.cli.demo.process;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM of our own making. It says what it has to say on standard output, line by line, and ends when its input does. */
public final class Child implements AutoCloseable {
    private static final int ERROR_LINES_KEPT = 20;
    private static final String END = "\u0004";

    private final String name;
    private final Process process;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Deque<String> errors = new ArrayDeque<>();

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        pump("out", process.inputReader(StandardCharsets.UTF_8), lines::add, END);
        pump(
                "err",
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)),
                this::keepError,
                null);
    }

    /**
     * How to start a child.
     *
     * @param cpus the CPUs all its threads stay on; empty for any
     */
    public record Recipe(String name, Class<?> main, List<String> jvmFlags, Settings settings, List<Integer> cpus) {}

    public static Child start(Recipe recipe) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(recipe.jvmFlags());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), recipe.main().getName()));
        command.addAll(recipe.settings().arguments());
        return new Child(recipe.name(), startOn(recipe.cpus(), new ProcessBuilder(command)));
    }

    /** A process inherits the CPUs of the thread that starts it; so a thread that is good for nothing else goes there first. */
    private static Process startOn(List<Integer> cpus, ProcessBuilder builder) {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread starter = new Thread(() -> start(cpus, builder, started), "starter");
        starter.start();
        return started.join();
    }

    private static void start(List<Integer> cpus, ProcessBuilder builder, CompletableFuture<Process> started) {
        try {
            if (!cpus.isEmpty()) {
                // Refused is said by whoever asked for these CPUs: it tried before.
                CallingThread.runOn(cpus);
            }
            started.complete(builder.start());
        } catch (IOException | RuntimeException e) {
            started.completeExceptionally(e);
        }
    }

    private void pump(String what, BufferedReader from, java.util.function.Consumer<String> to, String end) {
        Thread thread = new Thread(
                () -> {
                    from.lines().forEach(to);
                    if (end != null) {
                        to.accept(end);
                    }
                },
                name + "-" + what);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, closed) -> {
            if (end != null) {
                to.accept(end);
            }
        });
        thread.start();
    }

    private synchronized void keepError(String line) {
        errors.add(line);
        if (errors.size() > ERROR_LINES_KEPT) {
            errors.remove();
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** The next line the child said, or nothing if it says none for that long. */
    public Optional<String> line(long millis) throws InterruptedException {
        String line = lines.poll(millis, TimeUnit.MILLISECONDS);
        if (END.equals(line)) {
            lines.add(END);
            throw new ChildEnded(
                    "the " + name + " process ended with status " + status() + ". Its last words: " + lastWords());
        }
        return Optional.ofNullable(line);
    }

    /** How the child ended; waits for it if it is just doing so. */
    public int status() throws InterruptedException {
        return process.waitFor();
    }

    private synchronized String lastWords() {
        return errors.isEmpty() ? "none" : String.join(" | ", errors);
    }

    /** A child ended although something was still expected of it. */
    public static final class ChildEnded extends RuntimeException {
        ChildEnded(String message) {
            super(message);
        }
    }

    /** Asks the child to end, which it does when its input ends. */
    public void askToEnd() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // It has ended already.
        }
    }

    /** Waits for it to end, but not for ever. */
    public boolean awaitEnd(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Ends the child, if need be by force. */
    @Override
    public void close() {
        askToEnd();
        try {
            if (!awaitEnd(3000)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
