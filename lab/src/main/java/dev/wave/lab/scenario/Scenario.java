package dev.wave.lab.scenario;

/**
 * A question: does offloading pay here?
 *
 * @param title at the top of the report
 * @param base where the sweep starts from
 * @param goalClass index of the class of requests whose latency counts
 */
public record Scenario(String title, Setup base, Sweep sweep, int goalClass, Extent extent) {
    /**
     * How much is run.
     *
     * @param requests measured in each run
     */
    public record Extent(long seed, int requests, int repetitions) {}

    /** The name of the class of requests whose latency counts. */
    public String goalClassName() {
        return base.workload().classNames().get(goalClass);
    }
}
