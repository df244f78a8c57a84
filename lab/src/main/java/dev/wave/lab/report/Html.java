package dev.wave.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of a report page: one file that needs no network. */
public final class Html {
    private Html() {}

    /** A whole page around its body. */
    public static String page(String title, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + escape(title)
                + "</title>\n<style>\n" + style() + "</style></head>\n<body><main>\n" + body
                + "\n</main></body></html>\n";
    }

    private static String style() {
        try (InputStream file = Html.class.getResourceAsStream("report.css")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String heading(String text) {
        return "<h2>" + escape(text) + "</h2>\n";
    }

    public static String paragraph(String text) {
        return "<p>" + escape(text) + "</p>\n";
    }

    /** A table; rows as long as the head. */
    public static String table(List<String> head, List<List<String>> rows) {
        return "<div class=\"wide\"><table><thead>" + row("th", head) + "</thead><tbody>"
                + rows.stream().map(cells -> row("td", cells)).collect(Collectors.joining())
                + "</tbody></table></div>\n";
    }

    /** A row of a table, and of which kind it is (a class of the style sheet). */
    public record Row(String kind, List<String> cells) {}

    /** A table whose rows are of different kinds; its columns hold words as well as numbers. */
    public static String ofKinds(List<String> head, List<Row> rows) {
        return "<div class=\"wide\"><table class=\"words\"><thead>" + row("th", head) + "</thead><tbody>"
                + rows.stream()
                        .map(row -> cells("td", row.cells(), "<tr class=\"" + row.kind() + "\">"))
                        .collect(Collectors.joining())
                + "</tbody></table></div>\n";
    }

    /** What is shown when it is asked for. */
    public static String folded(String summary, String inside) {
        return "<details><summary>" + escape(summary) + "</summary>\n" + inside + "</details>\n";
    }

    private static String row(String cell, List<String> cells) {
        return cells(cell, cells, "<tr>");
    }

    private static String cells(String cell, List<String> cells, String begin) {
        return cells.stream()
                .map(text -> "<" + cell + ">" + escape(text) + "</" + cell + ">")
                .collect(Collectors.joining("", begin, "</tr>\n"));
    }

    /** Names and what belongs to them. */
    public static String facts(Map<String, ?> facts) {
        return facts.entrySet().stream()
                .map(fact -> "<dt>" + escape(fact.getKey()) + "</dt><dd>" + escape(String.valueOf(fact.getValue()))
                        + "</dd>\n")
                .collect(Collectors.joining("", "<dl>", "</dl>\n"));
    }

    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
