package dev.wave.core.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host and a NIC: what everything on them costs.
 *
 * <p>Presets are model files in this package's resources; {@link ModelFile} reads a user's own in the same form.
 *
 * @param name for messages and tables
 * @param constants one for each {@link Cost}
 */
public record MachineModel(String name, Map<Cost, Constant> constants) {
    /** Two-socket Zen 3 host with an Intel Mount Evans, as in the published evaluation. */
    public static final MachineModel MOUNT_EVANS = ModelFile.preset("mount-evans");

    /** The same over a link that keeps caches coherent (UPI or CXL class). */
    public static final MachineModel COHERENT = ModelFile.preset("coherent");

    /** A NIC of the BlueField class: it exposes no memory of its own, so queues lie in the host's and it reaches them by DMA. */
    public static final MachineModel BLUEFIELD = ModelFile.preset("bluefield");

    /** What {@link #byName} knows. */
    public static final List<MachineModel> PRESETS = List.of(MOUNT_EVANS, COHERENT, BLUEFIELD);

    public MachineModel {
        constants = Map.copyOf(constants);
        for (Cost cost : Cost.values()) {
            if (!constants.containsKey(cost)) {
                throw new IllegalArgumentException("model " + name + " does not say what " + cost.key() + " is");
            }
        }
    }

    public static Optional<MachineModel> byName(String name) {
        return PRESETS.stream().filter(model -> model.name.equals(name)).findFirst();
    }

    public Constant constant(Cost cost) {
        return constants.get(cost);
    }

    /** The number, in the unit of the cost. */
    public double value(Cost cost) {
        return constants.get(cost).value();
    }

    /** A time, in picoseconds. */
    public long picos(Cost cost) {
        if (cost.unit() != Unit.NANOS) {
            throw new IllegalArgumentException(cost.key() + " is not a time");
        }
        return Math.round(value(cost) * 1_000);
    }

    /** A time, in nanoseconds. */
    public long nanos(Cost cost) {
        return Math.round(picos(cost) / 1_000.0);
    }

    /** How many. */
    public int count(Cost cost) {
        return (int) value(cost);
    }

    /** The same machine, but for one constant. */
    public MachineModel with(Cost cost, Constant constant) {
        Map<Cost, Constant> changed = new EnumMap<>(constants);
        changed.put(cost, constant);
        return new MachineModel(name, changed);
    }
}
