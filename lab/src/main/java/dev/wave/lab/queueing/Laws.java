package dev.wave.lab.queueing;

import dev.wave.lab.queueing.Law.Fact;
import dev.wave.lab.workload.Arrivals;
import dev.wave.lab.workload.ServiceTime;
import java.util.List;
import java.util.random.RandomGenerator;

/** The queues that are checked. Their mean service takes ten microseconds. */
public final class Laws {
    private static final double MICRO = 1_000_000;
    private static final double SERVICE_NANOS = 10_000;
    private static final double SERVICE_MICROS = SERVICE_NANOS / 1_000;
    private static final double SHORT_NANOS = 4_000;
    private static final double LONG_NANOS = 64_000;
    private static final ServiceTime EXPONENTIAL = ServiceTime.exponentialNanos(SERVICE_NANOS);
    private static final ServiceTime CONSTANT = ServiceTime.constantNanos(SERVICE_NANOS);
    private static final ServiceTime BIMODAL = new ServiceTime.Bimodal(SHORT_NANOS, LONG_NANOS, 0.1);

    /** A run starts with nobody there; so long until that is forgotten, as a share of what is measured. */
    private static final double FORGETTING = 0.25;

    private static final double ONE_IN_HUNDRED = 0.01;

    private static final String ERLANG = "Erlang C (1917)";
    private static final String POLLACZEK = "Pollaczek and Khinchine (1930, 1932)";
    private static final String SHARING = "Kleinrock (1967): the load counts, not the distribution";

    private Laws() {}

    /** All of them. */
    public static List<Law> all() {
        return List.of(
                fifoExponential(1, 0.8),
                fifoExponential(10, 0.8),
                fifoExponential(100, 0.9),
                fifoOneServer("M/D/1", CONSTANT, 0.8),
                fifoOneServer("M/G/1, 9 of 10 short", BIMODAL, 0.7),
                fifoConstant(10, 0.9),
                sharedOneServer("M/M/1-PS", EXPONENTIAL, 0.8),
                sharedOneServer("M/D/1-PS", CONSTANT, 0.8),
                sharedShortAndLong(0.8),
                sharedExponential(10, 0.8));
    }

    private static Law fifoExponential(int servers, double load) {
        double limit = ClosedForms.waitExceededBy(ONE_IN_HUNDRED, servers, load) * SERVICE_MICROS;
        return new Law(
                name("M/M/" + servers, load),
                List.of(
                        micros("mean wait", ClosedForms.waitExponential(servers, load), ERLANG),
                        new Fact("waits of more than %.1f us".formatted(limit), "%", 100 * ONE_IN_HUNDRED, ERLANG)),
                (random, customers) -> {
                    Sojourns seen = new Sojourns(Math.round(limit * MICRO), Long.MAX_VALUE);
                    run(fifo(servers, load, EXPONENTIAL, random, seen), seen, customers);
                    return new double[] {seen.meanWait() / MICRO, 100 * seen.longWaitShare()};
                });
    }

    private static Law fifoOneServer(String model, ServiceTime service, double load) {
        double secondMoment = service.meanSquare() / (service.meanNanos() * service.meanNanos());
        return fifoMean(
                model, 1, load, service, micros("mean wait", ClosedForms.waitOneServer(load, secondMoment), POLLACZEK));
    }

    private static Law fifoConstant(int servers, double load) {
        Fact wait = micros("mean wait", ClosedForms.waitConstant(servers, load), "Crommelin (1932), summed");
        return fifoMean("M/D/" + servers, servers, load, CONSTANT, wait);
    }

    private static Law fifoMean(String model, int servers, double load, ServiceTime service, Fact wait) {
        return new Law(name(model, load), List.of(wait), (random, customers) -> {
            Sojourns seen = new Sojourns();
            run(fifo(servers, load, service, random, seen), seen, customers);
            return new double[] {seen.meanWait() / MICRO};
        });
    }

    private static Law sharedOneServer(String model, ServiceTime service, double load) {
        return sharedMean(
                model, 1, load, service, micros("mean response", ClosedForms.responseShared(load, 1), SHARING));
    }

    /** How many are there is what it would be first come first served, as long as all demands are exponential; so are means. */
    private static Law sharedExponential(int servers, double load) {
        Fact response = micros("mean response", 1 + ClosedForms.waitExponential(servers, load), ERLANG);
        return sharedMean("M/M/" + servers + "-PS", servers, load, EXPONENTIAL, response);
    }

    private static Law sharedMean(String model, int servers, double load, ServiceTime service, Fact response) {
        return new Law(name(model, load), List.of(response), (random, customers) -> {
            Sojourns seen = new Sojourns();
            run(shared(servers, load, service, random, seen), seen, customers);
            return new double[] {seen.meanResponse() / MICRO};
        });
    }

    private static Law sharedShortAndLong(double load) {
        return new Law(
                name("M/G/1-PS, 9 of 10 short", load),
                List.of(
                        micros("mean response", ClosedForms.responseShared(load, 1), SHARING),
                        micros("to 4 us", ClosedForms.responseShared(load, SHORT_NANOS / SERVICE_NANOS), SHARING),
                        micros("to 64 us", ClosedForms.responseShared(load, LONG_NANOS / SERVICE_NANOS), SHARING)),
                (random, customers) -> {
                    Sojourns seen = new Sojourns(Long.MAX_VALUE, Math.round(LONG_NANOS * 1_000));
                    run(shared(1, load, BIMODAL, random, seen), seen, customers);
                    return new double[] {
                        seen.meanResponse() / MICRO,
                        seen.meanResponseToShort() / MICRO,
                        seen.meanResponseToLong() / MICRO
                    };
                });
    }

    private static Station fifo(int servers, double load, ServiceTime service, RandomGenerator random, Sojourns seen) {
        return new FifoStation(servers, keepingBusy(load, servers, service), service, random, seen);
    }

    private static Station shared(
            int servers, double load, ServiceTime service, RandomGenerator random, Sojourns seen) {
        return new SharedStation(servers, keepingBusy(load, servers, service), service, random, seen);
    }

    private static Arrivals keepingBusy(double load, int servers, ServiceTime service) {
        return Arrivals.poisson(load * servers / service.meanNanos() * 1e9);
    }

    private static void run(Station station, Sojourns seen, long customers) {
        station.serve(Math.round(customers * FORGETTING));
        seen.clear();
        station.serve(customers);
    }

    private static Fact micros(String what, double services, String source) {
        return new Fact(what, "us", services * SERVICE_MICROS, source);
    }

    private static String name(String model, double load) {
        return "%s, load %.2f".formatted(model, load);
    }
}
