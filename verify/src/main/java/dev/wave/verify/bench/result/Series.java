package dev.wave.verify.bench.result;

import java.util.List;

/**
 * All samples of one candidate.
 *
 * @param subject for what is ours and for the same again: the name of the first; else empty
 * @param problem why there are no samples, or not all; empty if there was no problem
 */
public record Series(String name, Role role, String subject, List<Sample> samples, String problem) {
    /** What a candidate is in a comparison. */
    public enum Role {
        SUBJECT,
        /** The subject once more, as if it were another's: the A/A comparison. */
        AGAIN,
        PEER
    }

    public Series {
        samples = List.copyOf(samples);
    }

    List<Sample> at(Distance distance) {
        return samples.stream().filter(sample -> sample.distance() == distance).toList();
    }

    double[] values(int metric, Distance distance) {
        return at(distance).stream()
                .mapToDouble(sample -> sample.values().get(metric))
                .toArray();
    }
}
