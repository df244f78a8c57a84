package dev.wave.threads.policy;

import dev.wave.threads.ThreadPolicy;
import java.util.List;
import java.util.function.Supplier;

/** Policies by name, for command lines. */
public final class Policies {
    /** The names {@link #byName} knows. */
    public static final List<String> NAMES =
            List.of("Fifo", "Shinjuku", "RoundRobin", "ShinjukuMultiQueue", "EarliestDeadline", "VirtualMachines");

    private Policies() {}

    /**
     * What a command line can say about a policy.
     *
     * @param sliceNanos the slice of policies that have one
     * @param targetNanos the waiting-time target of each class, for {@link ShinjukuMultiQueue}
     */
    public record Parameters(long sliceNanos, List<Long> targetNanos) {
        /** 30 us, as in the published experiments; targets for a short and a long class. */
        public static final Parameters DEFAULT = new Parameters(30_000, List.of(50_000L, 10_000_000L));

        public Parameters {
            if (sliceNanos < 1_000) {
                throw new IllegalArgumentException(
                        "a slice of " + sliceNanos + " ns is shorter than a switch takes: use at least 1000 ns");
            }
            targetNanos = List.copyOf(targetNanos);
        }

        public Parameters withSliceNanos(long nanos) {
            return new Parameters(nanos, targetNanos);
        }
    }

    /**
     * Makes policies of that name: a shipped one, or a class on the class path that implements {@link ThreadPolicy} and has a constructor without
     * parameters. A supplier, because each incarnation of an agent starts with a fresh policy.
     *
     * @throws IllegalArgumentException if there is none; the message says what there is
     */
    public static Supplier<ThreadPolicy> byName(String name, Parameters parameters) {
        return switch (name) {
            case "Fifo" -> Fifo::new;
            case "EarliestDeadline" -> EarliestDeadline::new;
            case "Shinjuku" -> () -> new Shinjuku(parameters.sliceNanos());
            case "RoundRobin" -> () -> new RoundRobin(parameters.sliceNanos());
            case "VirtualMachines" -> () -> new VirtualMachines(parameters.sliceNanos());
            case "ShinjukuMultiQueue" -> {
                long[] targets = parameters.targetNanos().stream()
                        .mapToLong(Long::longValue)
                        .toArray();
                yield () -> new ShinjukuMultiQueue(parameters.sliceNanos(), targets);
            }
            default -> onClassPath(name);
        };
    }

    private static Supplier<ThreadPolicy> onClassPath(String name) {
        try {
            var constructor = Class.forName(name).asSubclass(ThreadPolicy.class).getDeclaredConstructor();
            constructor.setAccessible(true);
            return () -> {
                try {
                    return constructor.newInstance();
                } catch (ReflectiveOperationException e) {
                    throw new IllegalArgumentException("policy " + name + " cannot be made: " + e.getCause(), e);
                }
            };
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "no policy '" + name + "': choose one of " + String.join(", ", NAMES)
                            + ", or name a class on the class path that implements ThreadPolicy and has a constructor without parameters",
                    e);
        }
    }
}
