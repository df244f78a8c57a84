package dev.wave.verify.bench.result;

import dev.wave.verify.bench.result.Series.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for the terminal: one block per distance, one row per candidate, then what became of the targets. */
public final class TableText {
    /** What stands where a ratio would, when chance explains it. */
    static final String NOT_SHOWN = "not shown";

    private final TableResult table;
    private final List<String> lines = new ArrayList<>();
    private final int nameWidth;

    private TableText(TableResult table) {
        this.table = table;
        this.nameWidth = table.series().stream()
                .mapToInt(series -> series.name().length())
                .max()
                .orElse(0);
    }

    public static List<String> lines(TableResult table) {
        return new TableText(table).write();
    }

    private List<String> write() {
        lines.add(table.title());
        table.distances().forEach(this::block);
        if (table.straddled() > 0) {
            lines.add("  dropped, because the CPUs' distance changed meanwhile: " + table.straddled() + " samples");
        }
        table.series().stream()
                .filter(series -> !series.problem().isEmpty())
                .forEach(series -> lines.add("  " + series.name() + ": " + series.problem()));
        table.notes().forEach(note -> lines.add("  " + note));
        table.verdicts().forEach(verdict -> lines.add("  " + verdict.text()));
        return lines;
    }

    private void block(Distance distance) {
        StringBuilder head = new StringBuilder("  ")
                .append(pad(heading(distance), nameWidth + 2))
                .append("   n");
        for (Metric metric : table.metrics()) {
            head.append("  %12s".formatted(metric.name() + " " + metric.unit()));
            head.append(ratios() ? "  %9s".formatted(subjects().getFirst().name() + "/it") : "");
        }
        lines.add(head.append("  switches  steal").toString().stripTrailing());
        table.series().stream()
                .filter(series -> !series.at(distance).isEmpty())
                .forEach(series -> lines.add(row(series, distance)));
        spreads(distance);
    }

    private String heading(Distance distance) {
        if (distance == Distance.ONE_CPU) {
            return "";
        }
        double[] trips = table.series().stream()
                .flatMap(series -> series.at(distance).stream())
                .mapToDouble(Sample::beforeNanos)
                .toArray();
        return String.format(Locale.ROOT, "%s (%.0f ns)", distance.label(), Statistics.median(trips));
    }

    private String row(Series series, Distance distance) {
        List<Sample> samples = series.at(distance);
        StringBuilder row = new StringBuilder("  ").append(pad(series.name(), nameWidth + 2));
        row.append("%4d".formatted(samples.size()));
        for (int metric = 0; metric < table.metrics().size(); metric++) {
            int width = Math.max(
                    12,
                    table.metrics().get(metric).name().length()
                            + 1
                            + table.metrics().get(metric).unit().length());
            String median = Figures.number(Statistics.median(series.values(metric, distance)));
            row.append("  %".concat(width + "s").formatted(median));
            row.append(ratios() ? "  %9s".formatted(ratio(series, metric, distance)) : "");
        }
        double switches =
                Statistics.median(samples.stream().mapToDouble(Sample::switches).toArray());
        double steal = samples.stream().mapToDouble(Sample::stealMillis).sum();
        row.append("  %8s  %s ms".formatted(Figures.number(switches), Figures.number(steal)));
        return row.toString();
    }

    private String ratio(Series series, int metric, Distance distance) {
        if (series.role() != Role.PEER) {
            return "";
        }
        String subject = subjects().getFirst().name();
        double ratio = table.ratio(subject, series.name(), metric, distance);
        double spread = table.spread(subject, metric, distance);
        return Statistics.distance(ratio, 1) > spread ? Figures.number(ratio) : NOT_SHOWN;
    }

    private void spreads(Distance distance) {
        for (Series subject : subjects()) {
            StringBuilder line = new StringBuilder("    A/A spread of " + subject.name() + ":");
            for (int metric = 0; metric < table.metrics().size(); metric++) {
                line.append(metric == 0 ? " " : ", ")
                        .append(table.metrics().get(metric).name())
                        .append(' ')
                        .append(Figures.percent(table.spread(subject.name(), metric, distance)));
            }
            lines.add(line.toString());
        }
    }

    private List<Series> subjects() {
        return table.series().stream()
                .filter(series -> series.role() == Role.SUBJECT)
                .toList();
    }

    /** Ratios make sense when one candidate of ours stands beside others. */
    private boolean ratios() {
        return subjects().size() == 1 && table.series().stream().anyMatch(series -> series.role() == Role.PEER);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
