package dev.wave.cli.top;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.counters.CoreCounter;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.inspect.Region;

/** What changed between two looks at a link, per second. */
record Rates(LinkSnapshot before, LinkSnapshot now) {

    double seconds() {
        return (now.nanos() - before.nanos()) / 1e9;
    }

    double core(int core, CoreCounter counter) {
        return perSecond(
                now.cores().get(core).get(counter) - before.cores().get(core).get(counter));
    }

    /** Refusals of all kinds. */
    double refused(int core) {
        return perSecond(
                Refusals.of(now.cores().get(core)) - Refusals.of(before.cores().get(core)));
    }

    /** Of an agent; not a number if another epoch began in its region meanwhile. */
    double agent(Region region, AgentCounter counter) {
        Region earlier = before.regions().get(region.number());
        return earlier.epoch() != region.epoch() || !earlier.prepared()
                ? Double.NaN
                : perSecond(region.counters().get(counter) - earlier.counters().get(counter));
    }

    double beats(Region region) {
        Region earlier = before.regions().get(region.number());
        return earlier.epoch() != region.epoch() ? Double.NaN : perSecond(region.beat() - earlier.beat());
    }

    private double perSecond(long difference) {
        return seconds() <= 0 ? Double.NaN : difference / seconds();
    }
}
