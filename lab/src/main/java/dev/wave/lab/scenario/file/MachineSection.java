package dev.wave.lab.scenario.file;

import dev.wave.core.NearestName;
import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.core.model.ModelFile;
import dev.wave.core.model.Unit;
import dev.wave.lab.scenario.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tomlj.TomlTable;

/** {@code [machine]}: whose constants, and which differ. */
final class MachineSection {
    private static final List<String> OVERRIDES = List.of("machine", "overrides");
    private static final double MOST = 1e12;

    private final Fields fields;
    private final Path file;

    MachineSection(Fields fields, Path file) {
        this.fields = fields;
        this.file = file;
    }

    MachineModel model() {
        MachineModel model = fields.has(Key.MACHINE_MODEL) ? own() : preset();
        Object overrides = fields.table().get(OVERRIDES);
        if (!(overrides instanceof TomlTable table)) {
            if (overrides != null) {
                fields.problem(Key.MACHINE_OVERRIDES, "is a table; write [machine.overrides].");
            }
            return model;
        }
        for (List<String> path : table.keyPathSet()) {
            model = overridden(model, table, path);
        }
        return model;
    }

    private MachineModel preset() {
        List<String> names =
                MachineModel.PRESETS.stream().map(MachineModel::name).toList();
        String name = fields.word(Key.MACHINE_PRESET, MachineModel.MOUNT_EVANS.name(), names);
        return MachineModel.byName(name).orElseThrow();
    }

    private MachineModel own() {
        if (fields.has(Key.MACHINE_PRESET)) {
            fields.problem(Key.MACHINE_MODEL, "is given together with machine.preset; leave one.");
        }
        Optional<String> name = fields.text(Key.MACHINE_MODEL);
        if (name.isEmpty()) {
            return MachineModel.MOUNT_EVANS;
        }
        Path path = file.resolveSibling(name.get());
        try {
            return ModelFile.parse(path.getFileName().toString(), path.toString(), Files.readString(path));
        } catch (ModelFile.Unusable e) {
            fields.problem(Key.MACHINE_MODEL, e.getMessage());
        } catch (IOException e) {
            fields.problem(Key.MACHINE_MODEL, "cannot read " + path + "; the path is as seen from the scenario.");
        }
        return MachineModel.MOUNT_EVANS;
    }

    private MachineModel overridden(MachineModel model, TomlTable table, List<String> path) {
        String key = String.join(".", path);
        int line = table.inputPositionOf(path).line();
        Optional<Cost> cost = Cost.byKey(key);
        if (cost.isEmpty()) {
            fields.problemAt(
                    line,
                    "machine.overrides: there is no constant '" + key + "'; did you mean "
                            + NearestName.to(key, Cost.keys()) + "?");
            return model;
        }
        OptionalDouble value = value(cost.get(), table.get(path));
        if (value.isEmpty()) {
            fields.problemAt(line, "machine.overrides: " + refused(cost.get(), table.get(path)));
            return model;
        }
        return model.with(
                cost.get(), new Constant(value.getAsDouble(), Confidence.RECALLED, "set in " + file + ":" + line));
    }

    /** A number and its unit, as text; a bare number where the constant has none. */
    static OptionalDouble value(Cost cost, Object given) {
        OptionalDouble value = OptionalDouble.empty();
        if (cost.unit() == Unit.COUNT) {
            value = Fields.number(given);
        } else if (given instanceof String text) {
            value = cost.unit() == Unit.NANOS
                    ? Quantity.nanos(text)
                    : Quantity.of(text, cost.unit().symbol());
        }
        return value.isPresent() && value.getAsDouble() >= 0 && value.getAsDouble() < MOST
                ? value
                : OptionalDouble.empty();
    }

    static String refused(Cost cost, Object given) {
        String form = cost.unit() == Unit.COUNT
                ? "a number from 0"
                : "text such as \"100 " + cost.unit().symbol() + "\"";
        return Fields.shown(given) + " is no value of " + cost.key() + "; give " + form + ".";
    }
}
