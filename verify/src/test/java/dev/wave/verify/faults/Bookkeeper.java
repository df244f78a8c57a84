package dev.wave.verify.faults;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.agent.AgentCounters;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.threads.ThreadAgent;

/** Watches one agent from outside its loop: says when it is in charge, and, when the epoch ended, what its counters say. */
final class Bookkeeper {
    private final ThreadAgent agent;
    private final AgentRunner runner;
    private final Link link;
    private final Geometry geometry;
    private AgentCounters counters;
    private RegionLayout region;
    private long epoch;
    private long sinceNanos;

    Bookkeeper(ThreadAgent agent, AgentRunner runner, Link link, Geometry geometry) {
        this.agent = agent;
        this.runner = runner;
        this.link = link;
        this.geometry = geometry;
    }

    /** @return true when the agent has ended and everything was said about it */
    boolean look() {
        boolean ended = ended();
        long now = agent.epoch();
        if (epoch != 0 && (ended || now != epoch)) {
            close();
        }
        AgentCounters present = agent.counters();
        if (!ended && epoch == 0 && present != null && agent.inCharge() && holds(now)) {
            epoch = now;
            counters = present;
            sinceNanos = Clock.system().nanos();
            System.out.println("charge " + epoch);
        }
        return ended;
    }

    private boolean ended() {
        try {
            return runner.await(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bookkeeper", e);
        }
    }

    private boolean holds(long granted) {
        for (int number = 0; number < geometry.regions(); number++) {
            region = new RegionLayout(geometry, number);
            if (grantedEpoch() == granted) {
                return true;
            }
        }
        return false;
    }

    private long grantedEpoch() {
        return link.toNic().load(region.hostGrant() + RegionLayout.GRANT_EPOCH);
    }

    /** The counters are the agent's own memory until the region is granted anew; so the grant is looked at after them. */
    private void close() {
        long decisions = counters.get(AgentCounters.DECISIONS);
        long outcomes = 0;
        for (Outcome outcome : Outcome.values()) {
            outcomes += counters.get(AgentCounters.of(outcome));
        }
        link.toNic().loadFence();
        boolean still = grantedEpoch() == epoch;
        System.out.println("books " + epoch + " " + decisions + " " + outcomes + " " + (still ? 1 : 0) + " "
                + sinceNanos + " " + Clock.system().nanos());
        epoch = 0;
    }
}
