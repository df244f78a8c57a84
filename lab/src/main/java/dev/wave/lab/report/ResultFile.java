package dev.wave.lab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
            throw refused(file, e);
        }
    }

    /**
     * Finds out, before anything is measured, whether a file can be written; one that is there keeps its content.
     *
     * @throws UncheckedIOException as {@link #write}
     */
    public static void tryOut(Path file) {
        boolean there = Files.exists(file);
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (!there) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private static UncheckedIOException refused(Path file, IOException e) {
        return new UncheckedIOException(
                "the result cannot be written to " + file + " (" + reason(e) + "); name another place", e);
    }

    private static String reason(IOException e) {
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        return e.getClass().getSimpleName().replaceFirst("Exception$", "") + message;
    }
}
