package dev.wave.lab.report;

import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link Study} as one HTML page that needs no network. */
public final class StudyPage {
    private StudyPage() {}

    public static String html(Study study) {
        String body = "<h1>" + Html.escape(study.title()) + "</h1>\n"
                + "<p class=\"lead\">Simulated, not measured: everything here was computed on a model of a host and a"
                + " SmartNIC, whose constants stand at the end.</p>\n"
                + study.lead().stream()
                        .map(line -> "<p class=\"answer\">" + Html.escape(line) + "</p>\n")
                        .collect(Collectors.joining())
                + study.chapters().stream().map(StudyPage::chapter).collect(Collectors.joining())
                + Html.heading("How to read this") + reading()
                + Html.heading("The machines that were simulated")
                + study.models().stream().map(StudyPage::constants).collect(Collectors.joining())
                + Html.heading("Computed on") + Html.facts(facts(study));
        return Html.page(study.title(), body);
    }

    private static String chapter(Study.Chapter chapter) {
        Findings findings = chapter.findings();
        return Html.heading(chapter.name() + ": " + chapter.subject())
                + (findings.rows().isEmpty() ? "" : table(findings))
                + findings.charts().stream()
                        .map(chart -> new ChartDrawing(chart).svg())
                        .collect(Collectors.joining())
                + findings.remarks().stream().map(Html::paragraph).collect(Collectors.joining());
    }

    private static String table(Findings findings) {
        List<String> head = new ArrayList<>(FindingsTable.head(findings));
        if (FindingsTable.besidePublished(findings)) {
            head.add("source of the published value");
        }
        List<Html.Row> rows =
                findings.rows().stream().map(row -> row(row, findings)).toList();
        return Html.ofKinds(head, rows);
    }

    private static Html.Row row(Row row, Findings findings) {
        List<String> cells = new ArrayList<>(FindingsTable.cells(row, findings));
        if (FindingsTable.besidePublished(findings)) {
            cells.add(row.published().known() ? row.published().source() : "");
        }
        return new Html.Row(row.verdict().name().toLowerCase(Locale.ROOT), cells);
    }

    private static String reading() {
        return Html.paragraph(
                        "Published values are found (read in a public source), recalled (from memory, to be overridden by who"
                                + " knows better) or derived. ± is half of the 95 % interval over repeated runs, each from another"
                                + " seed; a value without ± has no randomness in it, or was run once.")
                + Html.paragraph(
                        "Verdict. agrees: the interval reaches into the published range; near: within a tenth of"
                                + " its nearer end; below, above: farther off; -: nothing was published. A fitted value agrees because a"
                                + " constant was chosen to make it so, and shows nothing; what follows comes from the components.");
    }

    private static String constants(MachineModel model) {
        List<List<String>> rows = Arrays.stream(Cost.values())
                .map(cost -> constant(cost, model.constant(cost)))
                .toList();
        List<Html.Row> plain =
                rows.stream().map(cells -> new Html.Row("open", cells)).toList();
        return Html.folded(
                model.name() + ": " + rows.size() + " constants",
                Html.ofKinds(List.of("constant", "value", "unit", "known how", "meaning", "source"), plain));
    }

    private static List<String> constant(Cost cost, Constant constant) {
        return List.of(
                cost.key(),
                Figures.plain(constant.value()),
                cost.unit().symbol(),
                constant.confidence().word(),
                cost.meaning(),
                constant.source());
    }

    private static Map<String, String> facts(Study study) {
        Map<String, String> facts = new LinkedHashMap<>(ThisMachine.facts());
        facts.put("seed", Long.toString(study.settings().seed()));
        facts.put("repetitions", Integer.toString(study.settings().repetitions()));
        facts.put("extent", study.settings().extent().words());
        return facts;
    }
}
