package dev.wave.lab.queueing;

import dev.wave.lab.workload.Arrivals;
import dev.wave.lab.workload.ServiceTime;
import dev.wave.sim.time.EventQueue;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Servers behind one line, first come first served: M/G/n. */
public final class FifoStation implements Station {
    private final EventQueue events = new EventQueue();
    private final RandomGenerator random;
    private final Arrivals.Gaps gaps;
    private final ServiceTime service;
    private final Sojourns sojourns;

    /** Events are servers that have finished, and this. */
    private final int arrival;

    private final long[] cameAt;
    private final long[] startedAt;
    private final int[] idle;
    private int idleServers;
    private final Line line = new Line();
    private long departures;

    public FifoStation(int servers, Arrivals arrivals, ServiceTime service, RandomGenerator random, Sojourns sojourns) {
        this(servers, arrivals.gaps(random), service, random, sojourns);
    }

    /** @param random where demands are drawn from */
    FifoStation(int servers, Arrivals.Gaps gaps, ServiceTime service, RandomGenerator random, Sojourns sojourns) {
        this.random = random;
        this.gaps = gaps;
        this.service = service;
        this.sojourns = sojourns;
        this.arrival = servers;
        this.cameAt = new long[servers];
        this.startedAt = new long[servers];
        this.idle = new int[servers];
        this.idleServers = servers;
        Arrays.setAll(idle, server -> server);
        events.add(gaps.nextPicos(), arrival);
    }

    @Override
    public void serve(long customers) {
        long end = departures + customers;
        while (departures < end) {
            int event = EventQueue.event(events.take());
            long now = events.takenTime();
            if (event == arrival) {
                arrive(now);
            } else {
                depart(event, now);
            }
        }
    }

    private void arrive(long now) {
        events.add(now + gaps.nextPicos(), arrival);
        if (idleServers > 0) {
            start(idle[--idleServers], now, now);
        } else {
            line.join(now);
        }
    }

    private void start(int server, long came, long now) {
        cameAt[server] = came;
        startedAt[server] = now;
        events.add(now + service.drawPicos(random), server);
    }

    private void depart(int server, long now) {
        departures++;
        long came = cameAt[server];
        long started = startedAt[server];
        sojourns.add(started - came, now - came, now - started);
        if (line.isEmpty()) {
            idle[idleServers++] = server;
        } else {
            start(server, line.leave(), now);
        }
    }

    /** Moments of arrival, in a ring. */
    private static final class Line {
        private long[] moments = new long[64];
        private int head;
        private int length;

        boolean isEmpty() {
            return length == 0;
        }

        void join(long moment) {
            if (length == moments.length) {
                grow();
            }
            moments[(head + length++) & (moments.length - 1)] = moment;
        }

        long leave() {
            long moment = moments[head];
            head = (head + 1) & (moments.length - 1);
            length--;
            return moment;
        }

        private void grow() {
            long[] more = new long[2 * moments.length];
            for (int i = 0; i < length; i++) {
                more[i] = moments[(head + i) & (moments.length - 1)];
            }
            moments = more;
            head = 0;
        }
    }
}
