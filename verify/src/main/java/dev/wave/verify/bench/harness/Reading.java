package dev.wave.verify.bench.harness;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a sampler read.
 *
 * @param values one per metric of the table
 * @param switches involuntary context switches of the measured threads; empty if they are threads of this process that outlive the
 *     sample, which the harness counts itself
 */
public record Reading(List<Double> values, OptionalLong switches) {
    public static Reading of(double... values) {
        return new Reading(Arrays.stream(values).boxed().toList(), OptionalLong.empty());
    }

    /** For threads that end with the sample, or are another process's: they count for themselves ({@link Pin#switches}). */
    public Reading withSwitches(long count) {
        return new Reading(values, OptionalLong.of(count));
    }
}
