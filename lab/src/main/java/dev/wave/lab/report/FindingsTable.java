package dev.wave.lab.report;

import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import java.util.List;

/** What an experiment found, as a table. */
public final class FindingsTable {
    private static final List<String> BESIDE_PUBLISHED =
            List.of("", "published", "known how", "simulated (95 %)", "unit", "verdict", "came about");
    private static final List<String> ALONE = List.of("", "simulated (95 %)", "unit");

    private FindingsTable() {}

    /** For a terminal, with its remarks below. */
    public static String text(Study.Chapter chapter) {
        Findings findings = chapter.findings();
        StringBuilder text = new StringBuilder(chapter.name() + ": " + chapter.subject() + "\n");
        if (!findings.rows().isEmpty()) {
            text.append(TextTable.text(
                            head(findings),
                            findings.rows().stream()
                                    .map(row -> cells(row, findings))
                                    .toList()))
                    .append('\n');
        }
        findings.remarks().forEach(remark -> text.append("  * ").append(remark).append('\n'));
        return text.toString();
    }

    /** Where nothing was published, nothing is said of it. */
    static boolean besidePublished(Findings findings) {
        return findings.rows().stream().anyMatch(row -> row.published().known());
    }

    static List<String> head(Findings findings) {
        return besidePublished(findings) ? BESIDE_PUBLISHED : ALONE;
    }

    /** One cell for each of the head. */
    static List<String> cells(Row row, Findings findings) {
        if (!besidePublished(findings)) {
            return List.of(row.what(), Figures.text(row.simulated()), row.unit());
        }
        Published published = row.published();
        return List.of(
                row.what(),
                published.known() ? published.text() : "-",
                published.known() ? published.status().word() : "-",
                Figures.text(row.simulated()),
                row.unit(),
                row.verdict().word(),
                row.role() == Row.Role.FITTED ? "fitted" : "follows");
    }
}
