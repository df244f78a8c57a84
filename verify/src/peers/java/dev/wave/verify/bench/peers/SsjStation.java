package dev.wave.verify.bench.peers;

import dev.wave.verify.bench.simulator.StationPeer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.rng.LFSR113;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * Stations in SSJ 3.3.2: its simulator with its default list of events (a splay tree), its fastest generator, exponentials by inversion as it does them. Events are objects that are used
 * again. Shared, the next departure is one event that is put off and brought forward; who leaves next is known to a priority queue by virtual time.
 */
public final class SsjStation implements StationPeer {
    @Override
    public Means open(boolean shared, int servers, double perMicro, double serviceMicros) {
        return shared
                ? new Shared(servers, perMicro, serviceMicros).begun()
                : new Fifo(servers, perMicro, serviceMicros).begun();
    }

    /** What both kinds have in common. */
    private abstract static class Station implements Means {
        final Simulator simulator = new Simulator();
        final RandomStream stream = new LFSR113();
        final int servers;
        final double perMicro;
        final double serviceRate;
        private long end;
        private long departed;
        private double waited;
        private double responded;

        Station(int servers, double perMicro, double serviceMicros) {
            this.servers = servers;
            this.perMicro = perMicro;
            this.serviceRate = 1 / serviceMicros;
        }

        abstract void arrive();

        Means begun() {
            simulator.init();
            new Event(simulator) {
                @Override
                public void actions() {
                    schedule(ExponentialGen.nextDouble(stream, perMicro));
                    arrive();
                }
            }.schedule(ExponentialGen.nextDouble(stream, perMicro));
            return this;
        }

        double demand() {
            return ExponentialGen.nextDouble(stream, serviceRate);
        }

        void departed(double wait, double response) {
            waited += wait;
            responded += response;
            if (++departed == end) {
                simulator.stop();
            }
        }

        @Override
        public void serve(long customers) {
            end = departed + customers;
            simulator.start();
        }

        @Override
        public double meanWaitMicros() {
            return waited / departed;
        }

        @Override
        public double meanResponseMicros() {
            return responded / departed;
        }
    }

    private static final class Fifo extends Station {
        private final Deque<Server> idle = new ArrayDeque<>();
        private final Deque<Double> line = new ArrayDeque<>();

        Fifo(int servers, double perMicro, double serviceMicros) {
            super(servers, perMicro, serviceMicros);
            for (int i = 0; i < servers; i++) {
                idle.push(new Server());
            }
        }

        @Override
        void arrive() {
            if (idle.isEmpty()) {
                line.add(simulator.time());
            } else {
                idle.pop().start(simulator.time());
            }
        }

        private final class Server extends Event {
            private double came;
            private double started;

            Server() {
                super(Fifo.this.simulator);
            }

            void start(double arrival) {
                came = arrival;
                started = simulator().time();
                schedule(demand());
            }

            @Override
            public void actions() {
                double now = simulator().time();
                departed(started - came, now - came);
                if (line.isEmpty()) {
                    idle.push(this);
                } else {
                    start(line.poll());
                }
            }
        }
    }

    private static final class Shared extends Station {
        private final PriorityQueue<Customer> present = new PriorityQueue<>();
        private final Event departure;
        private double progress;
        private double changedAt;
        private double stretch = 1;

        private record Customer(double came, double demand, double leaves) implements Comparable<Customer> {
            @Override
            public int compareTo(Customer other) {
                return Double.compare(leaves, other.leaves);
            }
        }

        Shared(int servers, double perMicro, double serviceMicros) {
            super(servers, perMicro, serviceMicros);
            departure = new Event(simulator) {
                @Override
                public void actions() {
                    depart();
                }
            };
        }

        @Override
        void arrive() {
            advance();
            double demand = demand();
            present.add(new Customer(simulator.time(), demand, progress + demand));
            departure.cancel();
            expect();
        }

        private void depart() {
            advance();
            Customer leaver = present.poll();
            double response = simulator.time() - leaver.came;
            expect();
            departed(response - leaver.demand, response);
        }

        private void advance() {
            progress += (simulator.time() - changedAt) / stretch;
            changedAt = simulator.time();
        }

        private void expect() {
            stretch = Math.max(1, (double) present.size() / servers);
            if (!present.isEmpty()) {
                departure.schedule(Math.max(0, (present.peek().leaves - progress) * stretch));
            }
        }
    }
}
