package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.LinkHeader;
import dev.wave.threads.virtual.ThreadEnclave;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Services and agents in processes of their own, each with a file of what it said; all of them end with the test. */
final class Processes implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final int GENEROUS_SECONDS = 60;

    private final Path folder;
    private final List<Process> started = new ArrayList<>();

    Processes(Path folder) {
        this.folder = folder;
    }

    /** The command of a JVM on this class path, with the flags that a service needs. */
    static List<String> java(String classPath, Class<?> main, String... arguments) {
        return java(classPath, main.getName(), arguments);
    }

    static List<String> java(String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                classPath,
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Where services find what they need: core, threads, and {@link LinkService} itself. */
    static String serviceClassPath() {
        return String.join(
                File.pathSeparator, home(LinkService.class), home(ThreadEnclave.class), home(LinkHeader.class));
    }

    static String home(Class<?> type) {
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

    /** The launcher's command. */
    static List<String> wave(String... words) {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("wave").toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** Starts a command; what it says, on both its outputs, is {@link #said} under that name. */
    Process start(String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile());
        builder.environment().put("WAVE_BUILDING", "1");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Starts a {@link LinkService} and waits until it is open. */
    Process service(String name, String link, String classPath) throws Exception {
        Process process = start(name, java(classPath, LinkService.class, link));
        await(name, "ready");
        return process;
    }

    /** Waits until that was said. */
    void await(String name, String words) throws InterruptedException {
        for (int i = 0; i < GENEROUS_SECONDS * 50 && !said(name).contains(words); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertTrue(said(name).contains(words), () -> name + " never said '" + words + "': " + said(name));
    }

    /** Waits for the end of a process. */
    static int status(Process process) throws InterruptedException {
        assertTrue(process.waitFor(GENEROUS_SECONDS, TimeUnit.SECONDS), "it does not end: " + process.info());
        return process.exitValue();
    }

    String said(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }
}
