package dev.wave.lab.swarm;

import dev.wave.lab.experiment.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Many seeds, on all cores; the tally is the same for any number of them. */
public final class Swarm {
    private static final long SEEDS_AT_A_TIME = 100;

    private Swarm() {}

    /** Runs the seeds from {@code from} on, and goes on whatever breaks. */
    public static SwarmTally run(Runs runs, long from, long seeds) {
        List<Callable<SwarmTally>> tasks = new ArrayList<>();
        for (long done = 0; done < seeds; done += SEEDS_AT_A_TIME) {
            long first = from + done;
            long count = Math.min(SEEDS_AT_A_TIME, seeds - done);
            tasks.add(() -> some(first, count));
        }
        SwarmTally all = new SwarmTally();
        runs.all("hundreds of seeds", tasks).forEach(all::add);
        return all;
    }

    private static SwarmTally some(long first, long count) {
        SwarmTally tally = new SwarmTally();
        for (long seed = first; seed < first + count; seed++) {
            tally.add(one(seed));
        }
        return tally;
    }

    /** One seed alone. */
    public static SwarmResult one(long seed) {
        return SwarmRun.of(seed);
    }
}
