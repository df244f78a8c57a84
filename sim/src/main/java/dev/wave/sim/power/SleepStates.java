package dev.wave.sim.power;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;

/**
 * The ways in which a hardware thread idles, in picoseconds.
 *
 * @param lightExit waking from light sleep
 * @param deepEntry going into deep sleep; until then it counts as light
 * @param deepExit waking from deep sleep
 * @param deepLeast how long it must be expected to sleep for deep sleep to be worth it
 */
record SleepStates(long lightExit, long deepEntry, long deepExit, long deepLeast) {

    static SleepStates of(MachineModel model) {
        return new SleepStates(
                model.picos(Cost.SLEEP_LIGHT_EXIT),
                model.picos(Cost.SLEEP_DEEP_ENTRY),
                model.picos(Cost.SLEEP_DEEP_EXIT),
                model.picos(Cost.SLEEP_DEEP_LEAST));
    }
}
