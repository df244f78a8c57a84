package dev.wave.lab.scenario.file;

import dev.wave.core.NearestName;
import java.util.List;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Finds keys that mean nothing: most often mistyped ones, which must not be passed over in silence. */
final class KnownKeys {
    private static final List<String> CLASSES = List.of("workload", "class");
    private static final List<String> OVERRIDES = List.of("machine", "overrides");

    private final Fields fields;

    KnownKeys(Fields fields) {
        this.fields = fields;
    }

    void check() {
        TomlTable root = fields.table();
        for (List<String> path : root.keyPathSet(true)) {
            if (startsWith(path, OVERRIDES)) {
                continue;
            }
            if (path.equals(CLASSES)) {
                checkClasses(root.get(path), root.inputPositionOf(path).line());
            } else if (!known(String.join(".", path))) {
                unknown(root.inputPositionOf(path).line(), String.join(".", path));
            }
        }
    }

    private void checkClasses(Object value, int line) {
        if (!(value instanceof TomlArray tables) || !tables.toList().stream().allMatch(TomlTable.class::isInstance)) {
            fields.problemAt(line, "workload.class: classes of requests are tables; write [[workload.class]].");
            return;
        }
        for (int i = 0; i < tables.size(); i++) {
            TomlTable table = tables.getTable(i);
            for (List<String> path : table.keyPathSet(true)) {
                String key = "workload.class." + String.join(".", path);
                if (!Key.paths().contains(key)) {
                    unknown(table.inputPositionOf(path).line(), key);
                }
            }
        }
    }

    private static boolean startsWith(List<String> path, List<String> with) {
        return path.size() >= with.size() && path.subList(0, with.size()).equals(with);
    }

    /** A key, or a table of keys. */
    private static boolean known(String path) {
        return Key.paths().stream().anyMatch(key -> key.equals(path) || key.startsWith(path + "."));
    }

    private void unknown(int line, String path) {
        int depth = path.split("\\.").length;
        fields.problemAt(
                line, path + ": there is no such key; did you mean " + NearestName.to(path, known(depth)) + "?");
    }

    /** Keys and tables of keys with so many names: who mistyped a table meant a table. */
    private static List<String> known(int depth) {
        List<String> known = Key.paths().stream()
                .map(path -> List.of(path.split("\\.")))
                .filter(names -> names.size() >= depth)
                .map(names -> String.join(".", names.subList(0, depth)))
                .distinct()
                .toList();
        return known.isEmpty() ? Key.paths() : known;
    }
}
