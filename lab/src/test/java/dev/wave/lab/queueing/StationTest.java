package dev.wave.lab.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.lab.workload.Arrivals;
import dev.wave.lab.workload.ServiceTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Stations against slow and obvious ones, customer by customer, on the same draws. */
class StationTest {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final ServiceTime SERVICE = ServiceTime.exponentialNanos(10_000);
    private static final int CUSTOMERS = 5_000;

    @Test
    void firstComeFirstServedWaitsAsServersBecomeFree() {
        for (long seed = 1; seed <= 20; seed++) {
            for (int servers : new int[] {1, 3, 17}) {
                Sojourns seen = new Sojourns();
                new FifoStation(servers, gaps(seed, servers), SERVICE, demands(seed), seen).serve(CUSTOMERS);
                assertEquals(meanWaitByHand(seed, servers), seen.meanWait(), "seed " + seed + ", servers " + servers);
            }
        }
    }

    private static double meanWaitByHand(long seed, int servers) {
        Arrivals.Gaps gaps = gaps(seed, servers);
        RandomGenerator demands = demands(seed);
        long[] freeAt = new long[servers];
        List<long[]> served = new ArrayList<>();
        long came = 0;
        for (int i = 0; i < CUSTOMERS + servers; i++) {
            came += gaps.nextPicos();
            Arrays.sort(freeAt);
            long starts = Math.max(came, freeAt[0]);
            freeAt[0] = starts + SERVICE.drawPicos(demands);
            served.add(new long[] {freeAt[0], starts - came});
        }
        served.sort((a, b) -> Long.compare(a[0], b[0]));
        return served.stream().limit(CUSTOMERS).mapToLong(one -> one[1]).sum() / (double) CUSTOMERS;
    }

    @Test
    void whoSharesIsServedAtTheCommonPace() {
        for (long seed = 1; seed <= 20; seed++) {
            for (int servers : new int[] {1, 3, 17}) {
                Sojourns seen = new Sojourns();
                new SharedStation(servers, gaps(seed, servers), SERVICE, demands(seed), seen).serve(CUSTOMERS);
                double byHand = meanResponseByHand(seed, servers);
                // Moments are whole picoseconds here, and fractions there.
                assertEquals(byHand, seen.meanResponse(), 1e-6 * byHand, "seed " + seed + ", servers " + servers);
            }
        }
    }

    /** Everybody's work is counted down one by one. */
    private static double meanResponseByHand(long seed, int servers) {
        Arrivals.Gaps gaps = gaps(seed, servers);
        RandomGenerator demands = demands(seed);
        List<double[]> present = new ArrayList<>();
        double now = 0;
        double nextArrival = gaps.nextPicos();
        double responses = 0;
        int departed = 0;
        while (departed < CUSTOMERS) {
            double pace = Math.min(1, (double) servers / Math.max(1, present.size()));
            double least = present.stream().mapToDouble(one -> one[1]).min().orElse(Double.POSITIVE_INFINITY);
            boolean arrives = nextArrival < now + least / pace;
            double then = arrives ? nextArrival : now + least / pace;
            for (double[] one : present) {
                one[1] -= (then - now) * pace;
            }
            now = then;
            if (arrives) {
                present.add(new double[] {now, 0});
                nextArrival = now + gaps.nextPicos();
                present.getLast()[1] = SERVICE.drawPicos(demands);
            } else {
                double[] leaver = present.stream()
                        .min((a, b) -> Double.compare(a[1], b[1]))
                        .orElseThrow();
                present.remove(leaver);
                responses += now - leaver[0];
                departed++;
            }
        }
        return responses / CUSTOMERS;
    }

    @Test
    void sameSeedServesAlike() {
        Sojourns once = new Sojourns();
        Sojourns again = new Sojourns();
        new SharedStation(4, gaps(7, 4), SERVICE, demands(7), once).serve(CUSTOMERS);
        new SharedStation(4, gaps(7, 4), SERVICE, demands(7), again).serve(CUSTOMERS);
        assertEquals(once.meanResponse(), again.meanResponse());
        assertEquals(CUSTOMERS, once.customers());
    }

    private static Arrivals.Gaps gaps(long seed, int servers) {
        return Arrivals.poisson(0.85 * servers / 10_000 * 1e9).gaps(FACTORY.create(seed));
    }

    private static RandomGenerator demands(long seed) {
        return FACTORY.create(seed + 1_000_000);
    }
}
