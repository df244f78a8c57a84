package dev.wave.verify.bench.harness;

import dev.wave.verify.bench.result.Distance;
import dev.wave.verify.bench.result.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Rounds of samples: each candidate once per round, in random order, so that whatever drifts meets them all alike. */
final class Rounds {
    private static final int STOP_LOOKS = 30;
    private static final long STOP_LOOK_NANOS = 10_000_000;

    private final BenchRun run;
    private final BooleanSupplier stopped;
    private final List<Candidate> candidates;
    private final int metrics;
    private final boolean twoCpus;
    private final RandomGenerator random;

    /** @param stopped whether to end at once, with what there is */
    Rounds(BenchRun run, List<Candidate> candidates, int metrics, boolean twoCpus, BooleanSupplier stopped) {
        this.run = run;
        this.stopped = stopped;
        this.candidates = candidates;
        this.metrics = metrics;
        this.twoCpus = twoCpus;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom")
                .create(run.options().seed());
    }

    /** @return how long a round took, on the average; zero if there was none */
    Duration go(Duration budget, int fewest, String title) {
        long start = System.nanoTime();
        int done = 0;
        for (int round = 1; !stopped.getAsBoolean() && candidates.stream().anyMatch(Candidate::usable); round++) {
            long spent = System.nanoTime() - start;
            if (round > fewest && spent >= budget.toNanos()) {
                break;
            }
            run.progress(title + ": round " + round + ", " + spent / 1_000_000_000 + " of about " + budget.toSeconds()
                    + " s");
            oneRound();
            done++;
        }
        return Duration.ofNanos((System.nanoTime() - start) / Math.max(1, done));
    }

    private void oneRound() {
        List<Candidate> order = new ArrayList<>(candidates);
        Collections.shuffle(order, random);
        for (Candidate candidate : order) {
            if (candidate.usable() && !stopped.getAsBoolean()) {
                sample(candidate);
            }
        }
    }

    private void sample(Candidate candidate) {
        Gauge gauge = run.gauge();
        try {
            double before = twoCpus ? gauge.roundTripNanos() : 0;
            long switches = gauge.switches();
            double steal = gauge.stealMillis();
            Reading reading = candidate.read();
            if (reading.values().size() != metrics) {
                throw new IllegalStateException(
                        "gave " + reading.values().size() + " values for " + metrics + " metrics");
            }
            long switched = reading.switches().orElse(gauge.switches() - switches);
            double stolen = gauge.stealMillis() - steal;
            double after = twoCpus ? gauge.roundTripNanos() : 0;
            Distance distance = twoCpus ? Distance.of(before, after) : Distance.ONE_CPU;
            candidate.add(new Sample(distance, before, after, reading.values(), switched, stolen));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            candidate.failed("interrupted");
        } catch (Exception e) {
            // A child of ours gets the signal that ends the run too, and dies of it; that is no failure of the
            // candidate.
            if (stoppedBySignal()) {
                candidate.cutShort();
            } else {
                candidate.failed("failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            }
        }
    }

    /** A child may die of the signal (Ctrl-C, or a time limit's SIGTERM) some moments before this JVM has started its hooks. */
    private boolean stoppedBySignal() {
        for (int look = 0; look < STOP_LOOKS && !stopped.getAsBoolean(); look++) {
            LockSupport.parkNanos(STOP_LOOK_NANOS);
        }
        return stopped.getAsBoolean();
    }
}
