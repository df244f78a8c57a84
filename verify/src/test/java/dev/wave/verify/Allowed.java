package dev.wave.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The exceptions to the rules, each with its reason: lines of {@code RULE PATH REASON} in {@code allowed.txt}. */
record Allowed(List<Entry> entries) {
    record Entry(String rule, String path, String reason) {
        boolean covers(Finding finding) {
            return finding.rule().equals(rule) && finding.path().equals(path);
        }
    }

    static Allowed read() {
        try (var file = Allowed.class.getResourceAsStream("allowed.txt")) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Allowed parse(String text) {
        var entries = new ArrayList<Entry>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] parts = line.split("\\s+", 3);
                    if (parts.length < 3) {
                        throw new IllegalArgumentException(
                                "allowed.txt: '" + line + "' gives no reason; write RULE PATH REASON");
                    }
                    entries.add(new Entry(parts[0], parts[1], parts[2]));
                });
        return new Allowed(entries);
    }

    /** What is left when the exceptions are taken out, together with exceptions that nothing needs any more. */
    List<Finding> apply(List<Finding> findings) {
        var left = new ArrayList<>(findings);
        for (Entry entry : entries) {
            if (!left.removeIf(entry::covers)) {
                left.add(new Finding(entry.rule(), entry.path(), 0, "nothing there needs this exception: drop it"));
            }
        }
        return left;
    }
}
