package dev.wave.lab.scenario.file;

import dev.wave.core.NearestName;
import dev.wave.core.model.Cost;
import dev.wave.lab.scenario.Sweep;
import dev.wave.lab.scenario.Sweep.Variable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code [sweep]}: what is varied, and over which values. */
final class SweepSection {
    private static final double MOST_LOAD = 2;

    private final Fields fields;

    SweepSection(Fields fields) {
        this.fields = fields;
    }

    Sweep sweep() {
        Variable variable = Variable.of(fields.word(Key.SWEEP_OF, Variable.LOAD.word(), Variable.words()));
        Cost constant = variable == Variable.CONSTANT ? constant() : null;
        if (variable != Variable.CONSTANT && fields.has(Key.SWEEP_CONSTANT)) {
            fields.problem(Key.SWEEP_CONSTANT, "is for sweep.of = \"constant\" alone; leave it, or change sweep.of.");
        }
        List<Object> given = fields.list(Key.SWEEP_VALUES);
        if (given.size() > Sweep.MOST_VALUES) {
            fields.problem(Key.SWEEP_VALUES, given.size() + " values; give at most " + Sweep.MOST_VALUES + ".");
        }
        List<Double> values = given.stream()
                .limit(Sweep.MOST_VALUES)
                .flatMap(value -> value(variable, constant, value).stream().boxed())
                .sorted()
                .distinct()
                .toList();
        if (given.isEmpty() && variable == Variable.CONSTANT) {
            fields.problem(Key.SWEEP_VALUES, "must be given for a constant, such as [\"100 ns\", \"1 us\"].");
        }
        return new Sweep(variable, constant, given.isEmpty() ? Sweep.usual(variable) : values);
    }

    private Cost constant() {
        Optional<String> name = fields.text(Key.SWEEP_CONSTANT);
        if (name.isEmpty()) {
            fields.problem(
                    Key.SWEEP_CONSTANT, "must be given: which constant of the machine, such as interrupt.flight.");
            return Cost.LINK_ONE_WAY;
        }
        Optional<Cost> cost = Cost.byKey(name.get());
        if (cost.isEmpty()) {
            fields.problem(
                    Key.SWEEP_CONSTANT,
                    "there is no constant '" + name.get() + "'; did you mean " + NearestName.to(name.get(), Cost.keys())
                            + "?");
        }
        return cost.orElse(Cost.LINK_ONE_WAY);
    }

    private OptionalDouble value(Variable variable, Cost constant, Object given) {
        return switch (variable) {
            case LOAD -> within(given, 0, MOST_LOAD, "a load above 0, up to 2");
            case SLICE -> fields.nanos(Key.SWEEP_VALUES, given, 1e3, 1e9);
            case LINK_LATENCY -> fields.nanos(Key.SWEEP_VALUES, given, 1, 1e6);
            case CORES -> whole(given, 2, ScenarioFile.MOST_CORES, "a whole number of cores, 2 to 256");
            case QUEUE_DEPTH -> whole(given, 4, ScenarioFile.MOST_SLOTS, "a power of two, 4 to 65536");
            case CONSTANT -> constant(constant, given);
        };
    }

    private OptionalDouble constant(Cost constant, Object given) {
        OptionalDouble value = MachineSection.value(constant, given);
        if (value.isEmpty()) {
            fields.problem(Key.SWEEP_VALUES, MachineSection.refused(constant, given));
        }
        return value;
    }

    private OptionalDouble whole(Object given, long least, long most, String wanted) {
        boolean powers = wanted.startsWith("a power");
        boolean fits = given instanceof Long value
                && value >= least
                && value <= most
                && (!powers || Long.bitCount(value) == 1);
        return fits ? OptionalDouble.of((Long) given) : refused(given, wanted);
    }

    private OptionalDouble within(Object given, double above, double most, String wanted) {
        OptionalDouble value = Fields.number(given);
        boolean fits = value.isPresent() && value.getAsDouble() > above && value.getAsDouble() <= most;
        return fits ? value : refused(given, wanted);
    }

    private OptionalDouble refused(Object given, String wanted) {
        fields.problem(Key.SWEEP_VALUES, Fields.shown(given) + " makes no sense; give " + wanted + ".");
        return OptionalDouble.empty();
    }
}
