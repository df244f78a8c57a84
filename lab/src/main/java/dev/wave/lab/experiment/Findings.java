package dev.wave.lab.experiment;

import java.util.List;
import java.util.Optional;

/**
 * What an experiment found.
 *
 * @param rows the numbers, beside what was published
 * @param charts the curves, if it has any
 * @param remarks sentences for the reader: what was fitted, what is assumed; what explains a miss begins with what the row is about and a colon
 */
public record Findings(List<Row> rows, List<Chart> charts, List<String> remarks) {
    public Findings {
        rows = List.copyOf(rows);
        charts = List.copyOf(charts);
        remarks = List.copyOf(remarks);
    }

    /** What explains a row: the remark that begins with what the row is about and a colon. */
    public Optional<String> explanation(Row row) {
        return remarks.stream()
                .filter(remark -> remark.startsWith(row.what() + ":"))
                .findFirst();
    }

    /** The rows that miss what was published, without a remark that explains it. */
    public List<Row> unexplained() {
        return rows.stream()
                .filter(row -> row.missed() && explanation(row).isEmpty())
                .toList();
    }
}
