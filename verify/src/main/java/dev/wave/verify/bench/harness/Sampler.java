package dev.wave.verify.bench.harness;

/**
 * Takes one sample of a candidate, warm-up included. A sample should take less than a second or two: the longer it is, the likelier
 * the CPUs' distance changes under it.
 */
@FunctionalInterface
public interface Sampler {
    Reading take() throws Exception;
}
