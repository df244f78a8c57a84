package dev.wave.cli.trace;

import dev.wave.core.ledger.TraceWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws entries into a file that Perfetto opens. */
public final class TraceFile {
    private TraceFile() {}

    /**
     * What became of a trace.
     *
     * @param events in the file
     * @param bytes of the file
     */
    record Written(long events, long bytes) {}

    /** @param parties what to call the processes, by link */
    static Written write(Path file, Entries entries, Map<String, Parties> parties, Map<String, ?> about) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                long events = write(out, entries, parties, about);
                out.flush();
                return new Written(events, Files.size(file));
            }
        } catch (IOException e) {
            throw new TraceFailure(
                    "the trace cannot be written to " + file + " (" + reason(e) + "): name another place with --out.",
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null || e.getMessage().equals(e.toString())
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** As above, to anything that takes text. @return the events written */
    static long write(Appendable out, Entries entries, Map<String, Parties> parties, Map<String, ?> about)
            throws IOException {
        try (TraceWriter writer = new TraceWriter(out, entries.window().startNanos(), about)) {
            List<Shape> shapes = new ArrayList<>();
            long arrows = 0;
            for (String link : entries.links()) {
                Entries own = entries.ofLink(link);
                Chains chains = Chains.of(own);
                Parties names = parties.getOrDefault(link, Parties.unknown(link));
                shapes.addAll(new Picture(writer, own, chains).draw(names.service(), names.agent(), arrows));
                arrows += chains.all().size();
            }
            shapes.sort(Shape.ORDER);
            for (Shape shape : shapes) {
                shape.write(writer);
            }
            return writer.events();
        }
    }
}
