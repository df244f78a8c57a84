package dev.wave.lab.report;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as JSON text: maps, collections, strings, numbers, booleans; what is not a number becomes null. */
public final class Json {
    private Json() {}

    public static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(entry.getKey().toString()) + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> all -> all.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
            case Double number when number.isNaN() || number.isInfinite() -> "null";
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }
}
