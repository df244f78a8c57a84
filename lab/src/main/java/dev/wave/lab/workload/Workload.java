package dev.wave.lab.workload;

import java.util.List;
import java.util.random.RandomGenerator;

/** What a host is asked to do: when, how much, of which kinds. A description; each run draws a {@link Source} from it. */
public sealed interface Workload permits OpenLoop, ClosedLoop, TraceReplay {
    /** The classes of requests, by index. */
    List<String> classNames();

    /** The class of which there are most requests. */
    int mostFrequentClass();

    /** Of all classes. */
    double meanServiceNanos();

    /**
     * How many cores it would keep busy, could it have all it wants at no cost: rate times mean service. In a closed loop, what its clients would ask for if
     * answers took nothing but their service.
     */
    double erlangs();

    /** The same kind of requests, so many that {@link #erlangs} is this: they come faster or slower, or from more or fewer clients. */
    Workload withErlangs(double erlangs);

    /**
     * One run's requests. Service times and classes come from a stream of their own: runs with the same seed but at other loads, or on other hosts, ask for the
     * same work in the same order, so that their difference is theirs.
     */
    Source source(RandomGenerator random);

    /** Requests a second, as {@link #erlangs} means them. */
    default double ratePerSecond() {
        return erlangs() * 1e9 / meanServiceNanos();
    }

    /** Share of so many cores that it asks for. */
    default double load(int cores) {
        return erlangs() / cores;
    }

    /** The same kind of requests, at this share of so many cores. */
    default Workload withLoad(double load, int cores) {
        return withErlangs(load * cores);
    }
}
