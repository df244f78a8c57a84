package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.LinkPlay;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user asked the demo to do.
 *
 * @param loads shares of the capacity, one unless it is a sweep
 */
public record DemoOptions(
        List<Variant> variants,
        Workload workload,
        List<Double> loads,
        Lengths lengths,
        int cores,
        Scheduling scheduling,
        long seed,
        String linkName,
        Files files) {
    public static final int KEYS = 1_000_000;

    /**
     * How long each part takes, in seconds.
     *
     * @param measured of each run
     * @param warmUp of each run, before that: until the JIT compilers are done with what matters
     * @param plain plain code in one thread, for the capacity; as long again at most to warm up
     * @param trial the service, for what it takes to receive and answer
     */
    public record Lengths(int measured, int warmUp, int plain, int trial) {
        /** For numbers that mean something. */
        public static Lengths usual(int measured) {
            return new Lengths(measured, 7, 3, 5);
        }

        /** For a look: half of it measures code that is still being compiled. */
        public static Lengths quick(int measured) {
            return new Lengths(measured, 1, 1, 1);
        }
    }

    /**
     * Who schedules how.
     *
     * @param externalAgent the agent of the variant {@code wave} is started by somebody else
     * @param plays the links of the variant {@code delayed}, a run for each
     */
    public record Scheduling(String policy, long sliceMicros, boolean externalAgent, List<LinkPlay> plays) {}

    /** @param fill fill the database anew even if it is there */
    public record Files(Path cache, Path out, Optional<Path> json, boolean fill) {}

    public DemoOptions {
        variants = List.copyOf(variants);
        loads = List.copyOf(loads);
    }

    /** The link of a variant's only run, or of its first. */
    List<LinkPlay> plays(Variant variant) {
        return variant == Variant.DELAYED ? scheduling.plays() : List.of(LinkPlay.SHM);
    }

    public boolean sweep() {
        return loads.size() > 1;
    }
}
