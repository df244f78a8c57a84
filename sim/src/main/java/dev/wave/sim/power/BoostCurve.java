package dev.wave.sim.power;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;

/**
 * How fast the cores of a socket are clocked, by how many of them are awake: the full boost up to some number, from there in a straight line down to what all together
 * may have. Power and current are what it stands for; the firmware follows them within a millisecond or so, here it does at once.
 *
 * @param boost clock while few are awake, in GHz
 * @param boostCores how many those are
 * @param all clock while all are awake, in GHz
 * @param cores how many there are
 */
public record BoostCurve(double boost, double boostCores, double all, int cores) {
    public BoostCurve {
        if (!(boost >= all) || !(all > 0) || boostCores > cores) {
            throw new IllegalArgumentException("a boost curve falls from few awake cores to all: " + boost
                    + " GHz up to " + boostCores + ", " + all + " GHz at " + cores + " does not");
        }
    }

    public static BoostCurve of(MachineModel model) {
        return new BoostCurve(
                model.value(Cost.SOCKET_BOOST),
                model.value(Cost.SOCKET_BOOST_CORES),
                model.value(Cost.SOCKET_BOOST_ALL),
                model.count(Cost.SOCKET_CORES));
    }

    /** The clock, in GHz. @param awake in cores; one that sleeps lightly may count for a part of one */
    public double clock(double awake) {
        if (awake <= boostCores) {
            return boost;
        }
        return awake >= cores ? all : boost - (boost - all) * (awake - boostCores) / (cores - boostCores);
    }
}
