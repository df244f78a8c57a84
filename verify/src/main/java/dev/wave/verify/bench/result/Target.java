package dev.wave.verify.bench.result;

import java.util.EnumMap;
import java.util.Map;

/**
 * A number to reach.
 *
 * @param subject the candidate of ours it is about
 * @param metric by name
 * @param peer the candidate whose median ours is divided by; empty for a limit on our own median
 * @param limits by distance
 */
public record Target(String subject, String metric, String peer, Direction direction, Map<Distance, Double> limits) {
    /** Which side of the limit is good. */
    public enum Direction {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Direction(String sign) {
            this.sign = sign;
        }
    }

    public Target {
        limits = Map.copyOf(limits);
    }

    /** Our median is at least that many times the peer's. */
    public static Target atLeast(String subject, String metric, String peer) {
        return new Target(subject, metric, peer, Direction.AT_LEAST, Map.of());
    }

    /** Our median is at most that many times the peer's. */
    public static Target atMost(String subject, String metric, String peer) {
        return new Target(subject, metric, peer, Direction.AT_MOST, Map.of());
    }

    /** Our median is at least the limit itself. */
    public static Target atLeast(String subject, String metric) {
        return atLeast(subject, metric, "");
    }

    /** Our median is at most the limit itself. */
    public static Target atMost(String subject, String metric) {
        return atMost(subject, metric, "");
    }

    public Target near(double limit) {
        return at(Distance.NEAR, limit);
    }

    public Target far(double limit) {
        return at(Distance.FAR, limit);
    }

    /** The same limit at both distances. */
    public Target everywhere(double limit) {
        return near(limit).far(limit);
    }

    public Target oneCpu(double limit) {
        return at(Distance.ONE_CPU, limit);
    }

    private Target at(Distance distance, double limit) {
        var more = new EnumMap<Distance, Double>(Distance.class);
        more.putAll(limits);
        more.put(distance, limit);
        return new Target(subject, metric, peer, direction, more);
    }

    boolean reachedBy(double value, double limit) {
        return direction == Direction.AT_LEAST ? value >= limit : value <= limit;
    }

    /** The target in words, such as {@code wave: throughput near >= 1.0 of C}. */
    public String text(Distance distance) {
        String where = distance == Distance.ONE_CPU ? "" : " " + distance.label();
        String limit = Figures.number(limits.get(distance));
        return subject + ": " + metric + where + " " + direction.sign + " " + limit
                + (peer.isEmpty() ? "" : " of " + peer);
    }
}
