package dev.wave.lab.workload;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * So many clients, each of which asks, waits for the answer, thinks, and asks again. They slow down with the host: what it cannot serve is never asked for, which
 * hides how bad it is.
 *
 * @param think from an answer to the next request
 */
public record ClosedLoop(int clients, ServiceTime think, Mix mix) implements Workload {
    /** What a run may keep in memory. */
    public static final int MOST_CLIENTS = 1_000_000;

    public ClosedLoop {
        if (clients < 1 || clients > MOST_CLIENTS) {
            throw new IllegalArgumentException(clients + " clients: give 1 to " + MOST_CLIENTS);
        }
    }

    @Override
    public List<String> classNames() {
        return mix.names();
    }

    @Override
    public int mostFrequentClass() {
        return mix.mostFrequentClass();
    }

    @Override
    public double meanServiceNanos() {
        return mix.meanNanos();
    }

    @Override
    public double erlangs() {
        return clients * mix.meanNanos() / (mix.meanNanos() + think.meanNanos());
    }

    /** Rounded to whole clients. */
    @Override
    public ClosedLoop withErlangs(double erlangs) {
        double wanted = erlangs * (mix.meanNanos() + think.meanNanos()) / mix.meanNanos();
        return new ClosedLoop(Math.clamp(Math.round(wanted), 1, MOST_CLIENTS), think, mix);
    }

    @Override
    public Source source(RandomGenerator random) {
        return new Clients(
                this, new SplittableRandom(random.nextLong()), mix.draw(new SplittableRandom(random.nextLong())));
    }

    private static final class Clients implements Source {
        private final ServiceTime think;
        private final RandomGenerator random;
        private final Mix.Draw draw;
        private final TimeHeap thinking;

        Clients(ClosedLoop loop, RandomGenerator random, Mix.Draw draw) {
            this.think = loop.think;
            this.random = random;
            this.draw = draw;
            this.thinking = new TimeHeap(loop.clients);
            for (int i = 0; i < loop.clients; i++) {
                thinking.add(think.drawPicos(random));
            }
        }

        @Override
        public long arrivalPicos() {
            return thinking.first();
        }

        @Override
        public void take() {
            thinking.removeFirst();
            draw.next();
        }

        @Override
        public long servicePicos() {
            return draw.servicePicos();
        }

        @Override
        public int classIndex() {
            return draw.classIndex();
        }

        @Override
        public void answered(long nowPicos) {
            thinking.add(nowPicos + think.drawPicos(random));
        }
    }
}
