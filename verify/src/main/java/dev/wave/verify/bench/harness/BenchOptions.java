package dev.wave.verify.bench.harness;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the user asked for.
 *
 * @param quick a look rather than a measurement: a tenth of the time
 * @param seconds per table, if given
 * @param seed of the order of samples, the A/A spread and whatever a benchmark draws
 * @param home root of the checkout: where the C programs are
 */
public record BenchOptions(boolean quick, OptionalInt seconds, long seed, Path home) {}
