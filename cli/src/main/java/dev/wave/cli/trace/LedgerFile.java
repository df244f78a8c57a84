package dev.wave.cli.trace;

import dev.wave.cli.trace.Entry.Common;
import dev.wave.cli.trace.Entry.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Reads the ledger out of a Flight Recorder file, whoever recorded it. */
final class LedgerFile {
    private final Path file;
    private final Map<String, String> words = new HashMap<>();
    private long lostBytes;

    LedgerFile(Path file) {
        this.file = file;
    }

    /** Hands over every entry, in the order of the file, which is not that of time. */
    void forEach(Consumer<Entry> consumer) {
        lostBytes = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                Entry entry = entry(event);
                if (entry != null) {
                    consumer.accept(entry);
                }
            }
        } catch (IOException e) {
            throw new TraceFailure(
                    file + " is no whole recording (" + e.getMessage() + "): name .jfr files made by ./wave trace or by"
                            + " Flight Recorder with the wave.* events on.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new TraceFailure(
                    file + " holds wave events of another release (" + e.getMessage()
                            + "): draw it with the release that recorded it.",
                    e);
        }
    }

    /** What the recorder itself says it could not keep, in bytes; known after {@link #forEach}. */
    long lostBytes() {
        return lostBytes;
    }

    private Entry entry(RecordedEvent event) {
        String name = event.getEventType().getName();
        return switch (name) {
            case "wave.Message" -> message(event);
            case "wave.MessageTaken" ->
                new Entry.MessageTaken(common(event), target(event), event.getLong("sequence"), word(event, "kind"));
            case "wave.Decision" ->
                new Entry.Decision(
                        common(event),
                        target(event),
                        event.getLong("decision"),
                        event.getInt("core"),
                        event.getLong("stamp"));
            case "wave.Outcome" ->
                new Entry.Answer(
                        common(event),
                        target(event),
                        event.getLong("decision"),
                        event.getInt("core"),
                        word(event, "outcome"),
                        event.getLong("dispatch"));
            case "wave.OutcomeTaken" ->
                new Entry.AnswerTaken(
                        common(event),
                        target(event),
                        event.getLong("decision"),
                        event.getInt("core"),
                        word(event, "outcome"));
            default -> rarer(name, event);
        };
    }

    private Entry rarer(String name, RecordedEvent event) {
        return switch (name) {
            case "wave.Run" -> run(event);
            case "wave.Epoch" ->
                new Entry.EpochChange(
                        common(event),
                        word(event, "change").equals("GRANTED"),
                        word(event, "reason"),
                        event.getLong("agentPid"));
            case "wave.Preemption" ->
                new Entry.Preemption(common(event), event.getInt("core"), event.getLong("dispatch"));
            case "wave.Step" -> new Entry.Step(common(event), event.getLong("tookNanos"), event.getInt("done"));
            case "jdk.DataLoss" -> {
                lostBytes += event.getLong("amount");
                yield null;
            }
            default -> null;
        };
    }

    private Entry message(RecordedEvent event) {
        return new Entry.Message(
                common(event),
                target(event),
                event.getLong("sequence"),
                word(event, "kind"),
                event.getInt("queue"),
                event.getInt("targetClass"),
                event.getLong("changedNanos"));
    }

    private Entry run(RecordedEvent event) {
        return new Entry.Run(
                common(event),
                target(event),
                event.getInt("core"),
                event.getLong("dispatch"),
                event.getInt("targetClass"),
                event.getLong("ranNanos"),
                word(event, "end"));
    }

    private Common common(RecordedEvent event) {
        String link = words.computeIfAbsent(Parties.plain(word(event, "link")), plain -> plain);
        return new Common(link, event.getLong("epoch"), event.getLong("nanos"));
    }

    private static Target target(RecordedEvent event) {
        return new Target(event.getInt("target"), event.getInt("generation"));
    }

    /** Few different words, many times each: one copy is enough. */
    private String word(RecordedEvent event, String field) {
        return words.computeIfAbsent(String.valueOf(event.getString(field)), word -> word);
    }
}
