package dev.wave.lab.scenario;

import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Policies;
import java.util.function.Supplier;

/** Finds policies by what users call them. */
@FunctionalInterface
public interface PolicyFinder {
    /** @throws IllegalArgumentException if there is none; the message is for the user */
    Supplier<ThreadPolicy> find(String name, Policies.Parameters parameters);
}
