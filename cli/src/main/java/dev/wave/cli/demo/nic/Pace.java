package dev.wave.cli.demo.nic;

import dev.wave.cli.demo.load.Traffic;

/** When the next request goes out. */
public interface Pace {
    /** True if request {@code index} is to go out now, {@code nanos} after the start, with so many others unanswered. */
    boolean due(int index, long nanos, int unanswered);

    /** The moment, after the start, from which its latency counts. */
    long scheduled(int index, long nanos);

    /** Open loop: requests come when they come, whatever the service does. */
    record AtFixedTimes(Traffic traffic) implements Pace {
        @Override
        public boolean due(int index, long nanos, int unanswered) {
            return traffic.offset(index) <= nanos;
        }

        @Override
        public long scheduled(int index, long nanos) {
            return traffic.offset(index);
        }
    }

    /** Closed loop: always so many under way, which finds the most that the service can do. */
    record Saturating(int underWay) implements Pace {
        @Override
        public boolean due(int index, long nanos, int unanswered) {
            return unanswered < underWay;
        }

        @Override
        public long scheduled(int index, long nanos) {
            return nanos;
        }
    }
}
