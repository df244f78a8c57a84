package dev.wave.verify.faults;

import dev.wave.core.Clock;
import dev.wave.threads.ThreadAgent;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that runs one of the main classes here, is told what to do by lines, and ends with this one. */
final class Child implements AutoCloseable {
    private final Process process;
    private volatile boolean ready;
    private volatile boolean stopped;

    /** @param lines receives what it prints, on standard error too, line by line, on a thread of its own; {@code ready} excepted */
    Child(Class<?> main, List<String> flags, List<String> arguments, Consumer<String> lines) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(main), main.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(() -> read(output, lines));
    }

    private static String classPath(Class<?> main) {
        return Stream.of(Clock.class, ThreadAgent.class, main)
                .map(Child::home)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(BufferedReader output, Consumer<String> lines) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals("ready")) {
                    ready = true;
                } else {
                    lines.accept(line);
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process may break in the middle of a line.
            ready = false;
        }
    }

    void say(String command) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(command)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + process.pid() + " does not listen", e);
        }
    }

    boolean ready() {
        return ready;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Alive, and not stopped by a signal. */
    boolean listens() {
        return ready && !stopped && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What its threads do, as jstack says it. */
    String stacks() {
        try {
            Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
            Process dump = new ProcessBuilder(jstack.toString(), Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            return "\n" + new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "\n(no stacks of process " + process.pid() + ": " + e.getMessage() + ")";
        }
    }

    void stop() {
        stopped = true;
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
        stopped = false;
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " " + process.pid() + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** SIGKILL. */
    void kill() {
        stopped = true;
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
