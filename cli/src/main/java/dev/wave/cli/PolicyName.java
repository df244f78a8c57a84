package dev.wave.cli;

import dev.wave.core.NearestName;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Policies;
import java.util.function.Supplier;

/** Policies by the names that users type. */
final class PolicyName {
    private PolicyName() {}

    /**
     * Finds a policy by its name or class.
     *
     * @throws IllegalArgumentException if there is none; the message says which name was most likely meant
     */
    static Supplier<ThreadPolicy> find(String name, Policies.Parameters parameters) {
        try {
            return Policies.byName(name, parameters);
        } catch (IllegalArgumentException e) {
            if (Policies.NAMES.contains(name)) {
                throw e;
            }
            String simple = name.substring(name.lastIndexOf('.') + 1);
            throw new IllegalArgumentException(
                    e.getMessage() + "; did you mean '" + NearestName.to(simple, Policies.NAMES) + "'?", e);
        }
    }
}
