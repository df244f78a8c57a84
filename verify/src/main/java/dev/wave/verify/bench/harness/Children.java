package dev.wave.verify.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processes that measure one sample together: started, waited for, and never left behind, whatever becomes of this process. C programs
 * among them are to be started from a thread that outlives them ({@link CProgram}).
 */
public final class Children implements AutoCloseable {
    private static final int WORDS_SHOWN = 400;
    private static final Path SHARED = Path.of("/dev/shm");

    private final List<Child> children = new ArrayList<>();

    private record Child(Process process, Path out, Path err) {}

    /** The command of a JVM with our class path, quiet and small, that ends with the process that starts it. */
    public static List<String> java(List<String> flags, Class<?> main, List<String> words) {
        List<String> all = new ArrayList<>(List.of(main.getName()));
        all.addAll(words);
        return reading(flags, ChildMain.class, all);
    }

    /** As {@link #java}, for a main that reads its standard input itself: it ends when that does. */
    public static List<String> reading(List<String> flags, Class<?> main, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:-UsePerfData"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(words);
        return command;
    }

    /** Starts one; what it says goes to a file, so that nobody needs a CPU to read it meanwhile. */
    public void start(List<String> command) throws IOException {
        Path out = Files.createTempFile("wave-bench", ".out");
        Path err = Files.createTempFile("wave-bench", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        children.add(new Child(process, out, err));
    }

    /**
     * Waits until all have ended.
     *
     * @return what they said, line by line, the first started first
     * @throws IllegalStateException if one failed or takes longer than {@code longest}
     */
    public List<String> lines(Duration longest) throws InterruptedException, IOException {
        long end = System.nanoTime() + longest.toNanos();
        List<String> lines = new ArrayList<>();
        for (Child child : children) {
            // Looked at in turn and often: when one has failed, the other waits for it for ever.
            while (!child.process.waitFor(20, TimeUnit.MILLISECONDS)) {
                failedOne();
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("took longer than " + longest.toSeconds() + " s");
                }
            }
        }
        failedOne();
        for (Child child : children) {
            lines.addAll(Files.readAllLines(child.out));
        }
        return lines;
    }

    private void failedOne() throws IOException {
        for (Child child : children) {
            if (!child.process.isAlive() && child.process.exitValue() != 0) {
                String said =
                        Files.readString(child.err, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
                throw new IllegalStateException("a process ended with status " + child.process.exitValue() + ": "
                        + said.substring(0, Math.min(said.length(), WORDS_SHOWN)));
            }
        }
    }

    @Override
    public void close() {
        for (Child child : children) {
            child.process.destroyForcibly();
        }
        for (Child child : children) {
            try {
                child.process.waitFor(5, TimeUnit.SECONDS);
                Files.deleteIfExists(child.out);
                Files.deleteIfExists(child.err);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        removeLinks();
    }

    /** Services that were ended by force leave the files of their links; their names hold the number of this process. */
    private static void removeLinks() {
        Pattern ours = Pattern.compile(
                "wave-bench-([a-z]+-)?" + ProcessHandle.current().pid() + "-.*");
        try (Stream<Path> files = Files.list(SHARED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (ours.matcher(file.getFileName().toString()).matches()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
