package dev.wave.cli.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that verbs leave behind: made with their folders, or refused in one line. */
public final class ResultFile {
    private ResultFile() {}

    /** Writes a text. @throws UncheckedIOException if it cannot be written; its message is one line for the user */
    public static void write(Path file, String text) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the result cannot be written to " + file + " (" + reason(e) + "); name another place", e);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        return e.getClass().getSimpleName().replaceFirst("Exception$", "") + message;
    }
}
