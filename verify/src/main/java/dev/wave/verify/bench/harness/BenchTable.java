package dev.wave.verify.bench.harness;

import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Series;
import dev.wave.verify.bench.result.Series.Role;
import dev.wave.verify.bench.result.TableResult;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * One table in the making: say what is measured, against whom and what is to be reached, then {@link #measure}.
 *
 * <p>Each subject is measured twice, as itself and as {@code NAME again}: the A/A comparison. In every round each candidate is
 * sampled once, in a random order that the seed decides, until the time is over.
 */
public final class BenchTable {
    private static final int FEWEST_ROUNDS = 3;
    private static final Duration USUAL = Duration.ofSeconds(60);

    private final BenchRun run;
    private final String title;
    private final boolean twoCpus;
    private final List<Metric> metrics = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Duration usual = USUAL;
    private int fewestRounds = FEWEST_ROUNDS;
    private boolean timed = true;

    BenchTable(BenchRun run, String title, boolean twoCpus) {
        this.run = run;
        this.title = title;
        this.twoCpus = twoCpus;
    }

    /** A number that every sample gives; in the order of {@link Reading#values}. */
    public BenchTable metric(Metric metric) {
        metrics.add(metric);
        return this;
    }

    /** What is ours; measured twice. */
    public BenchTable subject(String name, Sampler sampler) {
        candidates.add(new Candidate(name, Role.SUBJECT, "", sampler));
        candidates.add(new Candidate(name + " again", Role.AGAIN, name, sampler));
        return this;
    }

    /** What ours is compared with. */
    public BenchTable peer(String name, Sampler sampler) {
        candidates.add(new Candidate(name, Role.PEER, "", sampler));
        return this;
    }

    /** A peer that can not be measured here; the table says why. */
    public BenchTable absent(String name, String why) {
        candidates.add(new Candidate(name, Role.PEER, "", null).failed("not measured: " + why));
        return this;
    }

    public BenchTable target(Target target) {
        targets.add(target);
        return this;
    }

    /** A line under the table. */
    public BenchTable note(String text) {
        notes.add(text);
        return this;
    }

    /** How long it takes unless the user says otherwise; one minute if not called. */
    public BenchTable usually(Duration duration) {
        usual = duration;
        return this;
    }

    /** At least so many rounds, however long they take; three if not called. */
    public BenchTable atLeastRounds(int rounds) {
        fewestRounds = rounds;
        return this;
    }

    /** So many rounds and no more, whatever time the user gave: of what was measured before the table. */
    public BenchTable exactlyRounds(int rounds) {
        fewestRounds = rounds;
        timed = false;
        return this;
    }

    /** Takes the samples; the run keeps the result, which is also returned for what a benchmark works out itself. */
    public TableResult measure() {
        run.progress(title);
        Duration budget = timed ? run.budget(usual) : Duration.ZERO;
        // What was measured already is shown, also if the user has ended the run meanwhile.
        BooleanSupplier stopped = timed ? run::stopped : () -> false;
        Duration round = new Rounds(run, candidates, metrics.size(), twoCpus, stopped).go(budget, fewestRounds, title);
        sayWhatIsMissing(round);
        List<Series> series = candidates.stream().map(Candidate::series).toList();
        TableResult result = new TableResult(
                title, metrics, series, targets, notes, run.options().seed());
        run.keep(result);
        return result;
    }

    /** Rows that know less than they should say so, and what would help. */
    private void sayWhatIsMissing(Duration round) {
        List<String> cut = names(Candidate::wasCutShort);
        if (!cut.isEmpty()) {
            notes.add("not seen to its end, because the run was ended: " + String.join(", ", cut) + ".");
        }
        List<String> once = names(Candidate::sampledOnce);
        if (!once.isEmpty() && timed && usual.isPositive() && !run.stopped()) {
            String rows = once.size() == candidates.size() ? "each row" : String.join(", ", once);
            notes.add("one sample only of " + rows
                    + ", so how far samples lie apart is not known: a round of all rows takes " + seconds(round)
                    + " s; --seconds " + 2 * seconds(round) + " gives two.");
        }
    }

    private List<String> names(Predicate<Candidate> which) {
        return candidates.stream().filter(which).map(Candidate::name).toList();
    }

    private static long seconds(Duration duration) {
        return duration.toSeconds() + 1;
    }
}
