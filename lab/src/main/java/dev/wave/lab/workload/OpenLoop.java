package dev.wave.lab.workload;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Requests that come whether or not earlier ones were answered: many clients that know nothing of each other. */
public record OpenLoop(Arrivals arrivals, Mix mix) implements Workload {
    public static OpenLoop poisson(double ratePerSecond, Mix mix) {
        return new OpenLoop(Arrivals.poisson(ratePerSecond), mix);
    }

    @Override
    public List<String> classNames() {
        return mix.names();
    }

    @Override
    public int mostFrequentClass() {
        return mix.mostFrequentClass();
    }

    @Override
    public double meanServiceNanos() {
        return mix.meanNanos();
    }

    @Override
    public double erlangs() {
        return arrivals.ratePerSecond() * mix.meanNanos() / 1e9;
    }

    @Override
    public OpenLoop withErlangs(double erlangs) {
        return new OpenLoop(arrivals.at(erlangs * 1e9 / mix.meanNanos()), mix);
    }

    @Override
    public Source source(RandomGenerator random) {
        return new Requests(
                arrivals.gaps(new SplittableRandom(random.nextLong())),
                mix.draw(new SplittableRandom(random.nextLong())));
    }

    private static final class Requests implements Source {
        private final Arrivals.Gaps gaps;
        private final Mix.Draw draw;
        private long arrivalPicos;

        Requests(Arrivals.Gaps gaps, Mix.Draw draw) {
            this.gaps = gaps;
            this.draw = draw;
            this.arrivalPicos = gaps.nextPicos();
        }

        @Override
        public long arrivalPicos() {
            return arrivalPicos;
        }

        @Override
        public void take() {
            draw.next();
            arrivalPicos += gaps.nextPicos();
        }

        @Override
        public long servicePicos() {
            return draw.servicePicos();
        }

        @Override
        public int classIndex() {
            return draw.classIndex();
        }

        @Override
        public void answered(long nowPicos) {
            // Nobody waits for it.
        }
    }
}
