package dev.wave.lab.queueing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A queue of which something is known exactly, and a way to simulate it.
 *
 * @param model in Kendall's notation, with the load
 * @param facts what is known
 * @param simulation finds the same by trying
 */
public record Law(String model, List<Fact> facts, Simulation simulation) {
    public Law {
        facts = List.copyOf(facts);
    }

    /**
     * What is known exactly.
     *
     * @param unit as it is printed
     * @param source who found it
     */
    public record Fact(String what, String unit, double value, String source) {}

    /** One run of it. */
    @FunctionalInterface
    public interface Simulation {
        /**
         * Runs until so many customers have been measured.
         *
         * @return what came out, fact by fact
         */
        double[] run(RandomGenerator random, long customers);
    }
}
