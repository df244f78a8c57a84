package dev.wave.lab.scenario;

import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Policies;
import java.util.function.Supplier;

/**
 * A policy and what is said about it.
 *
 * @param finder finds it anew for other parameters
 * @param supplier makes one for each run
 */
public record PolicyChoice(
        String name, Policies.Parameters parameters, PolicyFinder finder, Supplier<ThreadPolicy> supplier) {
    /** @throws IllegalArgumentException if there is none; the message is for the user */
    public static PolicyChoice of(String name, Policies.Parameters parameters, PolicyFinder finder) {
        return new PolicyChoice(name, parameters, finder, finder.find(name, parameters));
    }

    PolicyChoice withSliceNanos(long nanos) {
        return of(name, parameters.withSliceNanos(nanos), finder);
    }
}
