package dev.wave.lab.report;

import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import java.util.List;

/** What an experiment found, as a table. */
public final class FindingsTable {
    static final List<String> HEAD =
            List.of("", "published", "known how", "simulated (95 %)", "unit", "verdict", "came about");

    private FindingsTable() {}

    /** For a terminal, with its remarks below. */
    public static String text(Study.Chapter chapter) {
        Findings findings = chapter.findings();
        StringBuilder text = new StringBuilder(chapter.name() + ": " + chapter.subject() + "\n");
        if (!findings.rows().isEmpty()) {
            text.append(TextTable.text(
                            HEAD,
                            findings.rows().stream().map(FindingsTable::cells).toList()))
                    .append('\n');
        }
        findings.remarks().forEach(remark -> text.append("  * ").append(remark).append('\n'));
        return text.toString();
    }

    /** One cell for each of {@link #HEAD}. */
    static List<String> cells(Row row) {
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
