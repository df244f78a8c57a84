package dev.wave.lab.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClosedFormsTest {
    private static final double CLOSE = 1e-9;

    @Test
    void erlangCIsWhatTablesSay() {
        assertEquals(0.8, ClosedForms.erlangC(1, 0.8), CLOSE);
        // One minus what two states hold: C(2, a) = 2 load^2 / (1 + load).
        assertEquals(2 * 0.64 / 1.8, ClosedForms.erlangC(2, 0.8), CLOSE);
        assertEquals(0.40918, ClosedForms.erlangC(10, 0.8), 5e-6);
        assertEquals(0.20459, ClosedForms.waitExponential(10, 0.8), 5e-6);
    }

    @Test
    void oneInHundredWaitsLongerThanThePercentile() {
        double wait = ClosedForms.waitExceededBy(0.01, 10, 0.8);
        assertEquals(0.01, ClosedForms.erlangC(10, 0.8) * Math.exp(-10 * 0.2 * wait), CLOSE);
        assertEquals(0, ClosedForms.waitExceededBy(0.01, 100, 0.3), CLOSE);
    }

    @Test
    void formulasOfOneServerMeet() {
        for (double load : new double[] {0.1, 0.5, 0.8, 0.95}) {
            assertEquals(ClosedForms.waitOneServer(load, 1), ClosedForms.waitConstant(1, load), 1e-8);
            assertEquals(ClosedForms.waitOneServer(load, 2), ClosedForms.waitExponential(1, load), 1e-8);
            assertEquals(1 + ClosedForms.waitExponential(1, load), ClosedForms.responseShared(load, 1), 1e-8);
        }
    }

    /** Crommelin's sum against another way to the same number: who is there after one service time is who was there, less one per server, and who came. */
    @Test
    void constantServiceAgreesWithItsMarkovChain() {
        for (int servers : new int[] {1, 2, 4, 10}) {
            for (double load : new double[] {0.5, 0.8, 0.9}) {
                assertEquals(waitByChain(servers, load), ClosedForms.waitConstant(servers, load), 1e-5);
            }
        }
    }

    private static double waitByChain(int servers, double load) {
        double[] arriving = poisson(servers * load, 60);
        double[] there = new double[300];
        there[0] = 1;
        for (int i = 0; i < 2_000; i++) {
            there = oneServiceLater(there, arriving, servers);
        }
        double waiting = 0;
        for (int n = servers; n < there.length; n++) {
            waiting += (n - servers) * there[n];
        }
        return waiting / (servers * load);
    }

    private static double[] oneServiceLater(double[] there, double[] arriving, int servers) {
        double[] later = new double[there.length];
        for (int n = 0; n < there.length; n++) {
            int left = Math.max(0, n - servers);
            for (int k = 0; k < Math.min(arriving.length, there.length - left); k++) {
                later[left + k] += there[n] * arriving[k];
            }
        }
        return later;
    }

    private static double[] poisson(double mean, int length) {
        double[] weights = new double[length];
        weights[0] = Math.exp(-mean);
        for (int k = 1; k < length; k++) {
            weights[k] = weights[k - 1] * mean / k;
        }
        return weights;
    }

    @Test
    void waitsGrowWithLoadAndShrinkWithServers() {
        assertTrue(ClosedForms.waitConstant(10, 0.9) > ClosedForms.waitConstant(10, 0.8));
        assertTrue(ClosedForms.waitConstant(10, 0.9) < ClosedForms.waitConstant(4, 0.9));
        assertTrue(ClosedForms.waitConstant(10, 0.9) < ClosedForms.waitExponential(10, 0.9));
    }
}
