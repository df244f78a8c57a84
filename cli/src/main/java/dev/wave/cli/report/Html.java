package dev.wave.cli.report;

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

    private static String row(String cell, List<String> cells) {
        return cells.stream()
                .map(text -> "<" + cell + ">" + escape(text) + "</" + cell + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
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
