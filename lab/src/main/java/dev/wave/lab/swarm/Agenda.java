package dev.wave.lab.swarm;

import dev.wave.sim.time.Timeline;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is going to be done to a machine from outside, once each. */
final class Agenda {
    private final Timeline timeline;
    private final int event;
    private final PriorityQueue<Item> items =
            new PriorityQueue<>(Comparator.comparingLong(Item::time).thenComparingLong(Item::number));
    private long numbers;

    private record Item(long time, long number, Runnable what) {}

    Agenda(Timeline timeline) {
        this.timeline = timeline;
        this.event = timeline.register(ticket -> happen());
    }

    void at(long time, Runnable what) {
        items.add(new Item(time, numbers++, what));
        timeline.at(time, event);
    }

    private void happen() {
        while (!items.isEmpty() && items.peek().time() <= timeline.now()) {
            items.poll().what().run();
        }
    }
}
