package dev.wave.lab.scenario.file;

import dev.wave.lab.workload.Arrivals;
import dev.wave.lab.workload.ClosedLoop;
import dev.wave.lab.workload.Mix;
import dev.wave.lab.workload.OpenLoop;
import dev.wave.lab.workload.PublishedMixes;
import dev.wave.lab.workload.RequestClass;
import dev.wave.lab.workload.ServiceTime;
import dev.wave.lab.workload.Workload;
import dev.wave.lab.workload.WorkloadFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** {@code [workload]}: when requests come and how long they take. Its rate is of no account: the load decides it. */
final class WorkloadSection {
    private static final List<String> CLASSES = List.of("workload", "class");
    private static final double LEAST_NANOS = 1;
    private static final double MOST_NANOS = 60e9;
    private static final double ROUNDING = 1e-6;

    private final Fields fields;
    private final Path file;

    WorkloadSection(Fields fields, Path file) {
        this.fields = fields;
        this.file = file;
    }

    Workload workload() {
        String arrivals =
                fields.word(Key.WORKLOAD_ARRIVALS, "poisson", List.of("poisson", "bursty", "closed", "trace"));
        onlyFor(arrivals, "bursty", Key.WORKLOAD_BURST_FACTOR, Key.WORKLOAD_BURST_SHARE, Key.WORKLOAD_BURST_LENGTH);
        onlyFor(arrivals, "closed", Key.WORKLOAD_THINK);
        onlyFor(arrivals, "trace", Key.WORKLOAD_TRACE);
        if (arrivals.equals("trace")) {
            return trace();
        }
        Mix mix = mix();
        return switch (arrivals) {
            case "closed" ->
                new ClosedLoop(
                        1,
                        ServiceTime.exponentialNanos(
                                fields.nanos(Key.WORKLOAD_THINK, 100_000, LEAST_NANOS, MOST_NANOS)),
                        mix);
            case "bursty" -> new OpenLoop(bursty(), mix);
            default -> new OpenLoop(Arrivals.poisson(1), mix);
        };
    }

    private void onlyFor(String arrivals, String meant, Key... keys) {
        for (Key key : keys) {
            if (!arrivals.equals(meant) && fields.has(key)) {
                fields.problem(key, "is for workload.arrivals = \"" + meant + "\" alone; leave it, or change that.");
            }
        }
    }

    private Arrivals bursty() {
        double factor = fields.number(Key.WORKLOAD_BURST_FACTOR, 5, 1e6);
        double share = fields.number(Key.WORKLOAD_BURST_SHARE, 0.1, 1);
        double length = fields.nanos(Key.WORKLOAD_BURST_LENGTH, 1e6, LEAST_NANOS, MOST_NANOS);
        try {
            return new Arrivals.Bursty(1, factor, share, length);
        } catch (IllegalArgumentException e) {
            fields.problem(Key.WORKLOAD_BURST_FACTOR, e.getMessage() + ".");
            return Arrivals.poisson(1);
        }
    }

    private Workload trace() {
        Workload instead = new OpenLoop(Arrivals.poisson(1), PublishedMixes.GETS);
        Optional<String> name = fields.text(Key.WORKLOAD_TRACE);
        if (name.isEmpty()) {
            fields.problem(Key.WORKLOAD_TRACE, "must be given: a file of arrival_ns,service_ns,class.");
            return instead;
        }
        try {
            return WorkloadFile.trace(file.resolveSibling(name.get()));
        } catch (WorkloadFile.Unusable e) {
            fields.problem(Key.WORKLOAD_TRACE, e.getMessage());
            return instead;
        }
    }

    private Mix mix() {
        if (!(fields.table().get(CLASSES) instanceof TomlArray tables)) {
            String name = fields.word(
                    Key.WORKLOAD_MIX, "gets", PublishedMixes.byName().keySet());
            return PublishedMixes.byName().get(name);
        }
        if (fields.has(Key.WORKLOAD_MIX)) {
            fields.problem(Key.WORKLOAD_MIX, "is given together with [[workload.class]]; leave one.");
        }
        try {
            return new Mix(classes(tables));
        } catch (IllegalArgumentException e) {
            fields.problemAt(tables.inputPositionOf(0).line(), "workload.class: " + e.getMessage() + ".");
            return PublishedMixes.GETS;
        }
    }

    /** A class that names no share gets what the others leave. */
    private List<RequestClass> classes(TomlArray tables) {
        List<Fields> all = new ArrayList<>();
        tables.toList().stream()
                .filter(TomlTable.class::isInstance)
                .forEach(table -> all.add(fields.within((TomlTable) table)));
        double given = all.stream()
                .mapToDouble(one -> one.has(Key.CLASS_SHARE) ? one.number(Key.CLASS_SHARE, 0, 1) : 0)
                .sum();
        long silent = all.stream().filter(one -> !one.has(Key.CLASS_SHARE)).count();
        double left = Math.max(ROUNDING, 1 - given) / Math.max(1, silent);
        return all.stream().map(one -> requestClass(one, left)).toList();
    }

    private RequestClass requestClass(Fields one, double left) {
        Optional<String> name = one.text(Key.CLASS_NAME);
        if (name.isEmpty()) {
            one.problem(Key.CLASS_NAME, "must be given.");
        }
        double share = Fields.number(one.has(Key.CLASS_SHARE) ? one.table().get(Key.CLASS_SHARE.lastName()) : left)
                .orElse(left);
        return new RequestClass(name.orElse("REQUEST " + one.line(Key.CLASS_NAME)), share, service(one));
    }

    private ServiceTime service(Fields one) {
        Optional<String> histogram = one.text(Key.CLASS_HISTOGRAM);
        if (histogram.isPresent()) {
            try {
                return WorkloadFile.histogram(file.resolveSibling(histogram.get()));
            } catch (WorkloadFile.Unusable e) {
                one.problem(Key.CLASS_HISTOGRAM, e.getMessage());
            }
        } else if (!one.has(Key.CLASS_SERVICE)) {
            one.problem(Key.CLASS_SERVICE, "must be given, such as \"10 us\".");
        }
        double nanos = one.nanos(Key.CLASS_SERVICE, 10_000, LEAST_NANOS, MOST_NANOS);
        String distribution = one.word(Key.CLASS_DISTRIBUTION, "constant", List.of("constant", "exponential"));
        return distribution.equals("constant") ? ServiceTime.constantNanos(nanos) : ServiceTime.exponentialNanos(nanos);
    }
}
