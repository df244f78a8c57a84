package dev.wave.threads.preempt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the instrumenter is told: {@code packages=com.example.:org.rocksdb.,exclude=com.example.tool.}.
 *
 * <p>Items are separated by {@code :} or {@code ,}; an item without a key belongs to the key before it.
 *
 * @param packages the beginnings of the names of classes to instrument, as {@code com/example/}
 * @param exclude the beginnings of the names of classes to leave alone all the same
 */
record InstrumenterOptions(List<String> packages, List<String> exclude) {
    private static final List<String> NEVER = List.of("java/", "javax/", "jdk/", "sun/", "com/sun/", "dev/wave/");
    private static final Pattern PREFIX = Pattern.compile("[\\p{Alpha}_$][\\w$]*([./][\\w$]+)*[./]?");

    InstrumenterOptions {
        packages = List.copyOf(packages);
        exclude = List.copyOf(exclude);
    }

    /**
     * Reads the text after {@code -javaagent:wave-threads.jar=}.
     *
     * @throws IllegalArgumentException with one line that says what is wrong and what would be right
     */
    static InstrumenterOptions parse(String text) {
        List<String> packages = new ArrayList<>();
        List<String> exclude = new ArrayList<>();
        List<String> current = null;
        for (String item : text == null ? new String[0] : text.split("[:,]")) {
            int equals = item.indexOf('=');
            if (equals >= 0) {
                current = list(item.substring(0, equals).strip(), packages, exclude);
            }
            addPrefix(current, item.substring(equals + 1).strip());
        }
        if (packages.isEmpty()) {
            throw new IllegalArgumentException("no packages to instrument; give packages=com.example.:org.example.");
        }
        return new InstrumenterOptions(packages, exclude);
    }

    private static List<String> list(String key, List<String> packages, List<String> exclude) {
        return switch (key) {
            case "packages" -> packages;
            case "exclude" -> exclude;
            default ->
                throw new IllegalArgumentException("unknown option '" + key + "'; there are packages= and exclude=");
        };
    }

    private static void addPrefix(List<String> list, String prefix) {
        if (prefix.isEmpty()) {
            return;
        }
        if (list == null || !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "'" + prefix + "' is no " + (list == null ? "option" : "beginning of a class name")
                            + "; write packages=com.example.:org.example.");
        }
        list.add(prefix.replace('.', '/'));
    }

    /** Whether a class, named as {@code com/example/Service}, is to be instrumented. */
    boolean chosen(String className) {
        return beginsWithAny(className, packages)
                && !beginsWithAny(className, exclude)
                && !beginsWithAny(className, NEVER);
    }

    private static boolean beginsWithAny(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
