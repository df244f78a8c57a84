package dev.wave.lab.workload;

import java.util.random.RandomGenerator;

/** When requests come that wait for nobody's answer (an open loop). */
public sealed interface Arrivals {
    /** Of many requests. */
    double ratePerSecond();

    /** The same pattern, faster or slower. */
    Arrivals at(double ratePerSecond);

    /**
     * Variance over mean of the number of arrivals in a long time: 1 if they know nothing of each other, more the burstier they are.
     */
    double dispersion();

    /** The gaps of one run. */
    Gaps gaps(RandomGenerator random);

    /** From one arrival to the next, one run's. */
    interface Gaps {
        long nextPicos();
    }

    static Arrivals poisson(double ratePerSecond) {
        return new Poisson(ratePerSecond);
    }

    /** Each arrival knows nothing of the others. */
    record Poisson(double ratePerSecond) implements Arrivals {
        public Poisson {
            positive(ratePerSecond);
        }

        @Override
        public Arrivals at(double rate) {
            return new Poisson(rate);
        }

        @Override
        public double dispersion() {
            return 1;
        }

        @Override
        public Gaps gaps(RandomGenerator random) {
            double mean = 1e12 / ratePerSecond;
            return () -> Math.round(random.nextExponential() * mean);
        }
    }

    /**
     * A Poisson process whose rate changes between two values at random times (MMPP with two states): bursts, and what is between them.
     *
     * @param ratePerSecond the mean of both
     * @param factor rate within bursts over the mean rate: above 1
     * @param share of time that is burst; times factor at most 1
     * @param burstNanos mean length of a burst
     */
    record Bursty(double ratePerSecond, double factor, double share, double burstNanos) implements Arrivals {
        public Bursty {
            positive(ratePerSecond);
            if (!(factor > 1 && share > 0 && share < 1 && factor * share <= 1)) {
                throw new IllegalArgumentException("bursts of " + factor + " times the mean rate in " + share
                        + " of the time: the factor must be above 1 and their product at most 1");
            }
            if (!(burstNanos >= 1 && burstNanos < 1e15)) {
                throw new IllegalArgumentException("bursts of " + burstNanos + " ns: give at least 1");
            }
        }

        @Override
        public Arrivals at(double rate) {
            return new Bursty(rate, factor, share, burstNanos);
        }

        private double burstRate() {
            return ratePerSecond * factor;
        }

        private double quietRate() {
            return ratePerSecond * (1 - factor * share) / (1 - share);
        }

        private double quietNanos() {
            return burstNanos * (1 - share) / share;
        }

        /** As Fischer and Meier-Hellstern give it (The Markov-modulated Poisson process cookbook, 1992), for a long time. */
        @Override
        public double dispersion() {
            double leave = 1e9 / burstNanos + 1e9 / quietNanos();
            double apart = burstRate() - quietRate();
            return 1 + 2 * share * (1 - share) * apart * apart / (ratePerSecond * leave);
        }

        @Override
        public Gaps gaps(RandomGenerator random) {
            return new BurstyGaps(this, random);
        }
    }

    /** Walks through bursts and pauses. */
    final class BurstyGaps implements Gaps {
        private final RandomGenerator random;
        private final double[] gapPicos;
        private final double[] stayPicos;
        private int state;
        private double leftInState;

        private BurstyGaps(Bursty bursts, RandomGenerator random) {
            this.random = random;
            this.gapPicos = new double[] {1e12 / bursts.burstRate(), 1e12 / bursts.quietRate()};
            this.stayPicos = new double[] {bursts.burstNanos() * 1_000, bursts.quietNanos() * 1_000};
            this.state = random.nextDouble() < bursts.share() ? 0 : 1;
            this.leftInState = random.nextExponential() * stayPicos[state];
        }

        @Override
        public long nextPicos() {
            double passed = 0;
            while (true) {
                // Without memory: what a draw of the state before promised need not be kept. A silent state promises
                // nothing.
                double gap = random.nextExponential() * gapPicos[state];
                if (gap <= leftInState) {
                    leftInState -= gap;
                    return Math.round(passed + gap);
                }
                passed += leftInState;
                state = 1 - state;
                leftInState = random.nextExponential() * stayPicos[state];
            }
        }
    }

    private static void positive(double ratePerSecond) {
        if (!(ratePerSecond > 0 && ratePerSecond < 1e12)) {
            throw new IllegalArgumentException(ratePerSecond + " requests/s: give a number above 0");
        }
    }
}
