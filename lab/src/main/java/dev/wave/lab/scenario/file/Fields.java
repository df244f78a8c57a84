package dev.wave.lab.scenario.file;

import dev.wave.core.NearestName;
import dev.wave.lab.scenario.Quantity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** The values of a scenario file, each checked for its kind and limits; what is wrong is collected, and the default goes on in its place. */
final class Fields {
    private final String file;
    private final TomlTable root;
    private final List<Problem> problems;

    private record Problem(int line, String words) {}

    Fields(String file, TomlTable root) {
        this(file, root, new ArrayList<>());
    }

    private Fields(String file, TomlTable root, List<Problem> problems) {
        this.file = file;
        this.root = root;
        this.problems = problems;
    }

    /** One of the tables of {@code [[workload.class]]}; its problems are this one's. */
    Fields within(TomlTable table) {
        return new Fields(file, table, problems);
    }

    /** In the order of the file's lines. */
    List<String> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line + ": " + problem.words)
                .distinct()
                .toList();
    }

    void problem(Key key, String words) {
        problems.add(new Problem(line(key), key.path() + ": " + words));
    }

    void problemAt(int line, String words) {
        problems.add(new Problem(line, words));
    }

    /** Where it stands; where its table begins if it is not there. */
    int line(Key key) {
        List<String> path = path(key);
        for (int length = path.size(); length > 0; length--) {
            TomlPosition position = root.inputPositionOf(path.subList(0, length));
            if (position != null) {
                return position.line();
            }
        }
        return 1;
    }

    private static List<String> path(Key key) {
        return key.ofClass() ? List.of(key.lastName()) : List.of(key.path().split("\\."));
    }

    boolean has(Key key) {
        return value(key) != null;
    }

    private Object value(Key key) {
        return root.get(path(key));
    }

    /** @return the text, or nothing if it is not given or is none */
    Optional<String> text(Key key) {
        Object value = value(key);
        if (value instanceof String text && !text.isBlank()) {
            return Optional.of(text);
        }
        if (value != null) {
            problem(key, shown(value) + " is no text; write it in quotation marks.");
        }
        return Optional.empty();
    }

    /** One of these words. */
    String word(Key key, String fallback, Collection<String> words) {
        Optional<String> text = text(key);
        if (text.isPresent() && !words.contains(text.get())) {
            problem(
                    key,
                    "there is no '" + text.get() + "'; did you mean '" + NearestName.to(text.get(), words)
                            + "'? There are " + String.join(", ", new TreeSet<>(words)) + ".");
            return fallback;
        }
        return text.orElse(fallback);
    }

    long count(Key key, long fallback, long least, long most) {
        Object value = value(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Long count && count >= least && count <= most) {
            return count;
        }
        problem(key, shown(value) + " makes no sense; give a whole number from " + least + " to " + most + ".");
        return fallback;
    }

    /** Above 0, up to a bound. */
    double number(Key key, double fallback, double most) {
        Object value = value(key);
        if (value == null) {
            return fallback;
        }
        OptionalDouble number = number(value);
        if (number.isPresent() && number.getAsDouble() > 0 && number.getAsDouble() <= most) {
            return number.getAsDouble();
        }
        problem(key, shown(value) + " makes no sense; give a number above 0, up to " + Quantity.plain(most) + ".");
        return fallback;
    }

    boolean truth(Key key, boolean fallback) {
        Object value = value(key);
        if (value == null || value instanceof Boolean) {
            return value == null ? fallback : (Boolean) value;
        }
        problem(key, shown(value) + " is neither true nor false.");
        return fallback;
    }

    /** A time in nanoseconds. */
    double nanos(Key key, double fallback, double least, double most) {
        Object value = value(key);
        return value == null ? fallback : nanos(key, value, least, most).orElse(fallback);
    }

    /** A list of times; empty if it is not given. */
    List<Double> times(Key key, double least, double most) {
        return list(key).stream()
                .flatMap(value -> nanos(key, value, least, most).stream().boxed())
                .toList();
    }

    OptionalDouble nanos(Key key, Object value, double least, double most) {
        OptionalDouble nanos = value instanceof String text ? Quantity.nanos(text) : OptionalDouble.empty();
        if (nanos.isPresent() && nanos.getAsDouble() >= least && nanos.getAsDouble() <= most) {
            return nanos;
        }
        problem(
                key,
                shown(value) + " makes no sense; give a time such as \"30 us\", from " + Quantity.time(least) + " to "
                        + Quantity.time(most) + ".");
        return OptionalDouble.empty();
    }

    /** The elements of a list; empty if it is not given. */
    List<Object> list(Key key) {
        Object value = value(key);
        if (value instanceof TomlArray array) {
            return array.toList();
        }
        if (value != null) {
            problem(key, shown(value) + " is no list; write it in square brackets.");
        }
        return List.of();
    }

    TomlTable table() {
        return root;
    }

    static OptionalDouble number(Object value) {
        return value instanceof Double || value instanceof Long
                ? OptionalDouble.of(((Number) value).doubleValue())
                : OptionalDouble.empty();
    }

    static String shown(Object value) {
        return value instanceof String
                ? "\"" + value + "\""
                : value instanceof TomlTable ? "a table" : value instanceof TomlArray ? "a list" : value.toString();
    }
}
