package dev.wave.cli.demo.result;

import dev.wave.cli.demo.plan.LinkPlay;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import java.util.Map;

/**
 * What one run found.
 *
 * @param counters what the service's side counted, by name
 * @param shortSlices whether the kernel let the ingress thread preempt
 */
public record RunResult(
        Run run, Answers answers, Latencies latencies, Usage usage, Map<String, Long> counters, boolean shortSlices) {

    /**
     * Which run it was.
     *
     * @param load share of the capacity; 0 if as many requests as possible were sent
     * @param perSecond requests sent per second; 0 likewise
     * @param repeat true for the second run of an A/A pair
     * @param play the link, for variants with an agent
     */
    public record Run(
            Variant variant, Workload workload, double load, double perSecond, boolean repeat, LinkPlay play) {
        /** Over plain shared memory. */
        public Run(Variant variant, Workload workload, double load, double perSecond, boolean repeat) {
            this(variant, workload, load, perSecond, repeat, LinkPlay.SHM);
        }
    }

    /** Whether every request was answered exactly once. */
    public record Answers(long sent, long lost, long duplicates, long strangers, long wrong, long unsent) {
        public boolean exactlyOnce() {
            return sent > 0 && lost == 0 && duplicates == 0 && strangers == 0 && wrong == 0;
        }
    }

    /**
     * Who used how much, over the measured part.
     *
     * @param perSecond answers per second
     * @param hostCpu CPUs the service's process used, on average
     * @param hostIdle of those, spinning without work
     * @param nicCpu CPUs the NIC's process used, on average
     * @param nicIdle of those, spinning without work
     * @param steal CPUs' worth of time that the machine below this one took
     * @param otherCpu CPUs that all other processes used: noise
     */
    public record Usage(
            double seconds,
            double perSecond,
            double hostCpu,
            double hostIdle,
            double nicCpu,
            double nicIdle,
            double involuntarySwitchesPerSecond,
            double steal,
            double otherCpu) {}

    public RunResult {
        counters = Map.copyOf(counters);
    }
}
