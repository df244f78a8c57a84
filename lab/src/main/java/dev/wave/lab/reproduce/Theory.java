package dev.wave.lab.reproduce;

import dev.wave.core.model.Confidence;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import dev.wave.lab.queueing.Law;
import dev.wave.lab.queueing.Laws;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Queues whose behaviour is known exactly, on the simulator's event core: whoever doubts the simulated figures begins here.
 *
 * <p>All intervals hold together with 95 %, so a row that disagrees is a fault and not chance: with seventeen intervals of 95 % each, every other seed would show one.
 */
public final class Theory implements Experiment {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /** Fewer make the quantiles of joint intervals wide. */
    private static final int FEWEST_REPETITIONS = 20;

    private static final long CUSTOMERS = 400_000;
    private static final long CUSTOMERS_QUICK = 60_000;
    private static final int REQUESTS = 4_000;
    private static final int REQUESTS_QUICK = 2_000;
    private static final List<Double> MACHINE_QUANTILES = List.of(0.5, 0.9);
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    @Override
    public String name() {
        return "theory";
    }

    @Override
    public String subject() {
        return "queues whose behaviour is known exactly, on the event core";
    }

    @Override
    public Findings run(Runs runs) {
        List<Law> laws = Laws.all();
        int repetitions = Math.max(FEWEST_REPETITIONS, runs.repetitions());
        List<double[]> results = runs.all("queues", tasks(laws, repetitions, runs));
        List<double[]> machines = runs.all("machines that cost next to nothing", machineTasks(repetitions, runs));
        int statements = laws.stream().mapToInt(law -> law.facts().size()).sum() + MACHINE_QUANTILES.size();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < laws.size(); i++) {
            List<double[]> own = results.subList(i * repetitions, (i + 1) * repetitions);
            for (int j = 0; j < laws.get(i).facts().size(); j++) {
                int fact = j;
                double[] samples =
                        own.stream().mapToDouble(found -> found[fact]).toArray();
                rows.add(row(laws.get(i), fact, Interval.jointly(statements, samples)));
            }
        }
        for (int i = 0; i < MACHINE_QUANTILES.size(); i++) {
            int quantile = i;
            double[] samples = machines.stream()
                    .mapToDouble(found -> found[quantile] / 1e3)
                    .toArray();
            rows.add(machineRow(MACHINE_QUANTILES.get(i), Interval.jointly(statements, samples)));
        }
        return new Findings(
                rows,
                List.of(),
                List.of("The " + statements
                        + " intervals of theory hold together with 95 % (Bonferroni), each by itself with more; "
                        + repetitions + " independent runs each."));
    }

    private static List<Callable<double[]>> tasks(List<Law> laws, int repetitions, Runs runs) {
        long customers = runs.quick() ? CUSTOMERS_QUICK : CUSTOMERS;
        List<Callable<double[]>> tasks = new ArrayList<>();
        for (Law law : laws) {
            for (int i = 0; i < repetitions; i++) {
                long seed = runs.seed() + SEED_STEP * (tasks.size() + 1);
                tasks.add(() -> law.simulation().run(FACTORY.create(seed), customers));
            }
        }
        return tasks;
    }

    private static List<Callable<double[]>> machineTasks(int repetitions, Runs runs) {
        int requests = runs.quick() ? REQUESTS_QUICK : REQUESTS;
        List<Callable<double[]>> tasks = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            long seed = runs.seed() - SEED_STEP * (i + 1);
            tasks.add(() -> FreeMachine.run(seed, requests));
        }
        return tasks;
    }

    private static Row machineRow(double quantile, Interval found) {
        double value = FreeMachine.expected(quantile) / 1e3;
        String text = String.format(Locale.ROOT, "%.4g", value);
        Published exact = new Published(
                value,
                value,
                text,
                Confidence.DERIVED,
                "M/M/n: Gross and Harris, Fundamentals of Queueing Theory, 2.3");
        String what = String.format(
                Locale.ROOT,
                "shipping agent and host, costs next to nothing, %d cores at %.1f: p%.0f",
                FreeMachine.CORES,
                FreeMachine.LOAD,
                100 * quantile);
        return Row.following(what, "us", exact, found);
    }

    private static Row row(Law law, int fact, Interval found) {
        Law.Fact known = law.facts().get(fact);
        String text = String.format(Locale.ROOT, "%.4g", known.value());
        Published exact = new Published(known.value(), known.value(), text, Confidence.DERIVED, known.source());
        return Row.following(law.model() + ": " + known.what(), known.unit(), exact, found);
    }
}
