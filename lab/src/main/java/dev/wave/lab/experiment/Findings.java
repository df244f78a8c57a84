package dev.wave.lab.experiment;

import java.util.List;

/**
 * What an experiment found.
 *
 * @param rows the numbers, beside what was published
 * @param charts the curves, if it has any
 * @param remarks sentences for the reader: what explains a miss, what was fitted, what is assumed
 */
public record Findings(List<Row> rows, List<Chart> charts, List<String> remarks) {
    public Findings {
        rows = List.copyOf(rows);
        charts = List.copyOf(charts);
        remarks = List.copyOf(remarks);
    }
}
