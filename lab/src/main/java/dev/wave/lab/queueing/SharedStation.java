package dev.wave.lab.queueing;

import dev.wave.lab.workload.Arrivals;
import dev.wave.lab.workload.ServiceTime;
import dev.wave.sim.time.EventQueue;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Processor sharing: every customer is served from the moment it comes, all at the same pace, none by more than one server: M/G/n-PS.
 *
 * <p>All that are there make the same progress. So it is counted once, for everybody, as virtual time; a customer leaves when virtual time has grown by its
 * demand since it came. Whoever comes or leaves changes the pace, and never the order in which the others will leave: an event costs O(log n), however many share.
 */
public final class SharedStation implements Station {
    /** By virtual time. */
    private final EventQueue departures = new EventQueue();

    private final RandomGenerator random;
    private final Arrivals.Gaps gaps;
    private final ServiceTime service;
    private final Sojourns sojourns;
    private final int servers;

    private long now;
    private long nextArrival;
    /** Progress of whoever has been there from the beginning. */
    private long progress;
    /** Real time in which virtual time grows by one: 1 as long as there is a server for everybody. */
    private double stretch = 1;

    private int present;
    private long departed;

    private long[] cameAt = new long[64];
    private long[] demands = new long[64];
    private int[] free = new int[64];
    private int freePlaces;

    public SharedStation(
            int servers, Arrivals arrivals, ServiceTime service, RandomGenerator random, Sojourns sojourns) {
        this(servers, arrivals.gaps(random), service, random, sojourns);
    }

    /** @param random where demands are drawn from */
    SharedStation(int servers, Arrivals.Gaps gaps, ServiceTime service, RandomGenerator random, Sojourns sojourns) {
        this.servers = servers;
        this.random = random;
        this.gaps = gaps;
        this.service = service;
        this.sojourns = sojourns;
        this.nextArrival = gaps.nextPicos();
        Arrays.setAll(free, place -> place);
        this.freePlaces = free.length;
    }

    @Override
    public void serve(long customers) {
        long end = departed + customers;
        while (departed < end) {
            long departure = nextDeparture();
            if (nextArrival < departure) {
                arrive();
            } else {
                depart(departure);
            }
        }
    }

    private long nextDeparture() {
        long virtual = departures.nextTime();
        return virtual == EventQueue.NEVER ? virtual : now + Math.round((virtual - progress) * stretch);
    }

    private void arrive() {
        progress += Math.round((nextArrival - now) / stretch);
        now = nextArrival;
        nextArrival = now + gaps.nextPicos();
        if (freePlaces == 0) {
            grow();
        }
        int place = free[--freePlaces];
        long demand = service.drawPicos(random);
        cameAt[place] = now;
        demands[place] = demand;
        departures.add(progress + demand, place);
        crowd(present + 1);
    }

    private void depart(long moment) {
        progress = departures.nextTime();
        now = moment;
        int place = EventQueue.event(departures.take());
        departed++;
        long response = now - cameAt[place];
        sojourns.add(response - demands[place], response, demands[place]);
        free[freePlaces++] = place;
        crowd(present - 1);
    }

    private void crowd(int customers) {
        present = customers;
        stretch = customers <= servers ? 1 : (double) customers / servers;
    }

    private void grow() {
        int before = cameAt.length;
        cameAt = Arrays.copyOf(cameAt, 2 * before);
        demands = Arrays.copyOf(demands, 2 * before);
        free = new int[2 * before];
        freePlaces = before;
        for (int i = 0; i < before; i++) {
            free[i] = before + i;
        }
    }
}
