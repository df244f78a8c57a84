package dev.wave.threads.preempt;

import java.lang.classfile.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the loops of one method poll.
 *
 * <p>New local variables stand behind the method's own: the fuel that loops around others burn, then what innermost
 * loops count down, then three that loops cut into strips use in turn (only innermost loops are cut).
 *
 * @param countdowns the loops that count down, by their heads
 * @param strips the loops that are cut into strips
 * @param shorts the loops that are over too soon to need a poll
 * @param nested the strips inside other loops that poll, which count them in
 * @param fuelSlot the variable that loops around others burn
 * @param stripSlot the first of the variables for strips: where one ends (two slots) and how far the limit is
 */
record LoopPlan(
        Map<Label, CountdownLoop> countdowns,
        List<CountedLoop> strips,
        List<CountedLoop> shorts,
        List<CountedLoop> nested,
        int fuelSlot,
        int stripSlot) {
    static final LoopPlan NONE = new LoopPlan(Map.of(), List.of(), List.of(), List.of(), 0, 0);

    /** So many innermost loops of a method have a counter of their own; the others burn fuel. */
    private static final int OWN_COUNTERS = 8;

    static LoopPlan of(MethodShape shape, CallCosts costs, int freeSlot) {
        return new Sorter(shape, costs, freeSlot).sort();
    }

    /** The strip that begins at a place, or null. */
    CountedLoop stripFrom(int first) {
        return strips.stream().filter(loop -> loop.first() == first).findFirst().orElse(null);
    }

    boolean isNested(CountedLoop loop) {
        return nested.contains(loop);
    }

    private static final class Sorter {
        private final MethodShape shape;
        private final CallCosts costs;
        private final int freeSlot;
        private final List<CountedLoop> strips = new ArrayList<>();
        private final List<CountedLoop> shorts = new ArrayList<>();

        /** The heads of the loops that poll, in order, each with its last back edge. */
        private final Map<Label, Integer> polled = new LinkedHashMap<>();

        private final Map<Label, CountdownLoop> countdowns = new LinkedHashMap<>();

        Sorter(MethodShape shape, CallCosts costs, int freeSlot) {
            this.shape = shape;
            this.costs = costs;
            this.freeSlot = freeSlot;
        }

        LoopPlan sort() {
            polled.putAll(shape.loopEnds());
            shape.loopEnds()
                    .forEach((head, back) -> new CountedLoopRecogniser(shape, costs, head, back)
                            .recognise()
                            .ifPresent(this::noteCounted));
            Map<Label, Integer> uncounted = new LinkedHashMap<>(polled);
            strips.forEach(loop -> uncounted.remove(loop.head()));
            List<Label> own = uncounted.keySet().stream()
                    .filter(this::isInnermost)
                    .limit(OWN_COUNTERS)
                    .toList();
            // The more counters there are, the less each may last: all of them may run down between two polls.
            int share = LoopFuel.FULL / Math.max(1, own.size() + (own.size() < uncounted.size() ? 1 : 0));
            uncounted.forEach((head, back) -> countdowns.put(head, countdown(head, back, own.indexOf(head), share)));
            List<CountedLoop> nested = strips.stream().filter(this::isNested).toList();
            return new LoopPlan(countdowns, strips, shorts, nested, freeSlot, freeSlot + 1 + own.size());
        }

        private void noteCounted(CountedLoop loop) {
            if (loop.isShort()) {
                shorts.add(loop);
                polled.remove(loop.head());
            } else {
                strips.add(loop);
            }
        }

        private CountdownLoop countdown(Label head, int back, int own, int share) {
            long units = costs.units(shape, shape.position(head), back);
            for (CountedLoop loop : shorts) {
                units += contains(head, back, loop.first()) ? loop.units() : 0;
            }
            int cost = (int) Math.min(units, CallCosts.UNKNOWN);
            return own < 0
                    ? new CountdownLoop(head, back, freeSlot, cost, LoopFuel.FULL, LoopFuel.FULL)
                    : new CountdownLoop(
                            head, back, freeSlot + 1 + own, 1, times(LoopFuel.SHORT, cost), times(share, cost));
        }

        private static int times(int units, int cost) {
            return Math.max(1, units / cost);
        }

        private boolean isInnermost(Label head) {
            int back = polled.get(head);
            return polled.keySet().stream()
                    .noneMatch(other -> other != head && contains(head, back, shape.position(other)));
        }

        private boolean isNested(CountedLoop strip) {
            return countdowns.values().stream().anyMatch(loop -> contains(loop.head(), loop.tail(), strip.first()));
        }

        private boolean contains(Label head, int back, int place) {
            return place >= shape.position(head) && place <= back;
        }
    }
}
