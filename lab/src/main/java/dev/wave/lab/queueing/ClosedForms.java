package dev.wave.lab.queueing;

/** What can be worked out about queues with Poisson arrivals. Times are in mean service times; {@code load} is the share of the servers that is busy, below 1. */
public final class ClosedForms {
    private static final double NEGLIGIBLE = 1e-12;

    private ClosedForms() {}

    /** The share of the customers that must wait in M/M/n. <i>A. K. Erlang, 1917: "Erlang C".</i> */
    public static double erlangC(int servers, double load) {
        double offered = servers * load;
        // Erlang B by its recursion, which overflows nowhere; from it Erlang C.
        double blocked = 1;
        for (int n = 1; n <= servers; n++) {
            blocked = offered * blocked / (n + offered * blocked);
        }
        return blocked / (1 - load * (1 - blocked));
    }

    /** Mean wait in M/M/n, first come first served. */
    public static double waitExponential(int servers, double load) {
        return erlangC(servers, load) / (servers * (1 - load));
    }

    /** What all but {@code share} of the customers of M/M/n wait at most: waits of those who wait are exponential. */
    public static double waitExceededBy(double share, int servers, double load) {
        return Math.max(0, Math.log(erlangC(servers, load) / share) / (servers * (1 - load)));
    }

    /**
     * Mean wait in M/G/1, first come first served. <i>F. Pollaczek, 1930; A. Khinchine, 1932.</i>
     *
     * @param secondMoment mean square of service times over the square of their mean: 1 if all are alike, 2 if they are exponential
     */
    public static double waitOneServer(double load, double secondMoment) {
        return load * secondMoment / (2 * (1 - load));
    }

    /**
     * Mean response in M/G/1-PS of customers that ask for {@code demand}: the same for all distributions. <i>L. Kleinrock, 1967; M. Sakata, S. Noguchi and J.
     * Oizumi, 1969.</i>
     */
    public static double responseShared(double load, double demand) {
        return demand / (1 - load);
    }

    /** Mean wait in M/D/n, first come first served. <i>C. D. Crommelin, Post Office Electrical Engineers' Journal 25, 1932.</i> */
    public static double waitConstant(int servers, double load) {
        double sum = 0;
        for (int i = 1; ; i++) {
            double term = crommelinTerm(i * servers, i * servers * load, load);
            sum += term;
            if (term < NEGLIGIBLE) {
                return sum;
            }
        }
    }

    /** With Poisson weights p of mean {@code mean}: what p holds from {@code from} on, less 1/load times what it holds beyond. */
    private static double crommelinTerm(int from, double mean, double load) {
        double weight = Math.exp(from * Math.log(mean) - mean - logFactorial(from));
        double held = weight;
        double beyond = 0;
        for (int j = from + 1; weight > NEGLIGIBLE * 1e-6; j++) {
            weight *= mean / j;
            beyond += weight;
        }
        held += beyond;
        return held - beyond / load;
    }

    private static double logFactorial(int n) {
        double sum = 0;
        for (int i = 2; i <= n; i++) {
            sum += Math.log(i);
        }
        return sum;
    }
}
