package dev.wave.verify.bench.result;

import java.util.List;

/**
 * One measurement of one candidate.
 *
 * @param beforeNanos round trip of a cache line before it; 0 if only one CPU took part
 * @param afterNanos the same after it
 * @param values one per metric of the table
 * @param switches involuntary context switches of the threads that were measured
 * @param stealMillis CPU time the machine below took from this one meanwhile, in steps of 10 ms
 */
public record Sample(
        Distance distance,
        double beforeNanos,
        double afterNanos,
        List<Double> values,
        long switches,
        double stealMillis) {}
