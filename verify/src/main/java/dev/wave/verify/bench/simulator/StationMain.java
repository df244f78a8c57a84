package dev.wave.verify.bench.simulator;

import dev.wave.lab.queueing.FifoStation;
import dev.wave.lab.queueing.SharedStation;
import dev.wave.lab.queueing.Sojourns;
import dev.wave.lab.queueing.Station;
import dev.wave.lab.workload.Arrivals;
import dev.wave.lab.workload.ServiceTime;
import dev.wave.verify.bench.harness.Pin;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A process that serves customers at one station: load 0.8, exponential demands of 10 us, as {@code simulate.c} does.
 *
 * <p>Arguments: fifo or shared, servers, CPU, and the class of another simulator if it is to do it. Prints {@code rate} (million events a second, two per customer),
 * {@code wait} and {@code response} (mean microseconds), {@code switches}.
 */
public final class StationMain {
    private static final double SERVICE_NANOS = 10_000;
    private static final double LOAD = 0.8;
    private static final int ROUNDS = 15;
    private static final int WARM_ROUNDS = 25;
    private static final long CUSTOMERS = 200_000;
    private static final long FEWER = 50_000;

    private StationMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        boolean shared = args[0].equals("shared");
        int servers = Integer.parseInt(args[1]);
        Pin.to(Integer.parseInt(args[2]));
        double rate = LOAD * servers / SERVICE_NANOS * 1e9;
        if (args.length > 3) {
            StationPeer peer = (StationPeer)
                    Class.forName(args[3]).getDeclaredConstructor().newInstance();
            StationPeer.Means means = peer.open(shared, servers, rate / 1e6, SERVICE_NANOS / 1e3);
            measure(means::serve, FEWER);
            report(means.meanWaitMicros(), means.meanResponseMicros());
        } else {
            Sojourns sojourns = new Sojourns();
            measure(station(shared, servers, rate, sojourns), CUSTOMERS);
            report(sojourns.meanWait() / 1e6, sojourns.meanResponse() / 1e6);
        }
    }

    private static Station station(boolean shared, int servers, double rate, Sojourns sojourns) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        ServiceTime service = ServiceTime.exponentialNanos(SERVICE_NANOS);
        Arrivals arrivals = Arrivals.poisson(rate);
        return shared
                ? new SharedStation(servers, arrivals, service, random, sojourns)
                : new FifoStation(servers, arrivals, service, random, sojourns);
    }

    private static void measure(Station station, long customers) {
        for (int i = 0; i < WARM_ROUNDS; i++) {
            station.serve(customers);
        }
        double[] rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long from = System.nanoTime();
            station.serve(customers);
            rates[i] = 2e3 * customers / (System.nanoTime() - from);
        }
        Arrays.sort(rates);
        System.out.println("rate " + rates[ROUNDS / 2]);
    }

    private static void report(double wait, double response) {
        System.out.println("wait " + wait);
        System.out.println("response " + response);
        System.out.println("switches " + Pin.switches());
    }
}
