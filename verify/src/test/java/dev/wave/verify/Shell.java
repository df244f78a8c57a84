package dev.wave.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a command as a user would, and keeps what it said. */
record Shell(int status, String out, String err) {
    /** Runs it in a folder, with these changes to the environment; an empty value takes the variable away. */
    static Shell run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("wave-out", ".txt");
            Path err = Files.createTempFile("wave-err", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            environment.forEach((name, value) -> {
                if (value.isEmpty()) {
                    builder.environment().remove(name);
                } else {
                    builder.environment().put(name, value);
                }
            });
            int status = builder.start().waitFor();
            var result = new Shell(
                    status,
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    /** The last line of what went to standard output. */
    String lastLine() {
        return out.lines().reduce("", (before, line) -> line);
    }
}
