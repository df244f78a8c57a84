package dev.wave.threads.preempt;

/**
 * How long loops run between two polls.
 *
 * <p>A poll in every iteration would cost up to three times a tight loop, because no vectorised or unrolled loop
 * survives a memory barrier inside. So loops run on <em>fuel</em>, which is counted in units of about a nanosecond: an
 * iteration of a small loop body without calls burns one.
 */
final class LoopFuel {
    /** What one poll lasts for. */
    static final int FULL = 8192;

    /**
     * What a loop that no other loop of its method surrounds may burn without any poll. Only the caller could count
     * that in, and knows it from guessing only.
     */
    static final int SHORT = FULL / 64;

    private LoopFuel() {}
}
