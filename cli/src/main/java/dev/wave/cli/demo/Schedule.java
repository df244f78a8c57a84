package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.LinkPlay;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import dev.wave.cli.demo.result.RunResult.Run;
import java.util.ArrayList;
import java.util.List;

/** Which runs there are, in which order, and how long each takes. */
record Schedule(List<Entry> entries, int warmUpSeconds) {
    /** Starting two JVMs, reading the database into memory, and taking both down again. */
    private static final double AROUND_SECONDS = 3;

    private static final int LOSING_SECONDS = 5;

    record Entry(Run run, int seconds) {}

    static Schedule of(DemoOptions options, Calibration calibration) {
        List<Entry> entries = new ArrayList<>();
        if (options.workload() == Workload.ROCKSDB) {
            for (double load : options.loads()) {
                for (Variant variant : options.variants()) {
                    for (LinkPlay play : options.plays(variant)) {
                        entries.add(mixed(options, calibration, new Who(variant, play, false), load));
                    }
                }
            }
            if (options.scheduling().externalAgent()) {
                // Whoever brings an agent brings it for these runs; there is nothing to compare.
                return new Schedule(List.copyOf(entries), options.lengths().warmUp());
            }
            // The same thing twice: what differs between the two is noise.
            double middle = options.loads().get(options.loads().size() / 2);
            entries.add(mixed(options, calibration, repeated(options), middle));
        }
        for (Variant variant : losers(options)) {
            options.plays(variant).forEach(play -> entries.add(uniform(options, variant, play)));
        }
        return new Schedule(List.copyOf(entries), options.lengths().warmUp());
    }

    /** Who schedules in one run, over which link, and whether it is a repetition. */
    private record Who(Variant variant, LinkPlay play, boolean repeat) {}

    private static Entry mixed(DemoOptions options, Calibration calibration, Who who, double load) {
        double rate = load * calibration.perSecond() * options.cores();
        Run run = new Run(who.variant(), Workload.ROCKSDB, load, rate, who.repeat(), who.play());
        return new Entry(run, options.lengths().measured());
    }

    private static Entry uniform(DemoOptions options, Variant variant, LinkPlay play) {
        Run run = new Run(variant, Workload.UNIFORM, 0, 0, false, play);
        return new Entry(run, Math.min(LOSING_SECONDS, options.lengths().measured()));
    }

    private static Who repeated(DemoOptions options) {
        Variant last = options.variants().getLast();
        Variant variant = last != Variant.DELAYED && options.variants().contains(Variant.WAVE) ? Variant.WAVE : last;
        return new Who(variant, options.plays(variant).getFirst(), true);
    }

    /** The losing workload: all variants if it was asked for, else the two whose comparison tells when not to use Wave. */
    private static List<Variant> losers(DemoOptions options) {
        if (options.workload() == Workload.UNIFORM) {
            return options.variants();
        }
        return List.of(Variant.JDK, Variant.WAVE, Variant.DELAYED).stream()
                .filter(options.variants()::contains)
                .filter(variant -> !options.sweep())
                .toList();
    }

    double secondsFrom(int index) {
        return entries.stream()
                .skip(index)
                .mapToDouble(entry -> warmUpSeconds + entry.seconds() + AROUND_SECONDS)
                .sum();
    }
}
