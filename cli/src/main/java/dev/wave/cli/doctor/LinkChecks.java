package dev.wave.cli.doctor;

import static dev.wave.cli.doctor.Finding.Group.LINKS;

import dev.wave.core.delay.LinkDelays;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which links can be used on this machine. */
final class LinkChecks {
    /** A load that crosses the link is played by spinning until its time has come: two readings at the least. */
    private static final int READINGS = 2;

    private final ClockCost clock;

    LinkChecks(ClockCost clock) {
        this.clock = clock;
    }

    List<Finding> all() {
        return List.of(Finding.yes(LINKS, "shm", "host and agent on one machine; follows from the above"), delayed());
    }

    private Finding delayed() {
        String measured = String.format(
                Locale.ROOT,
                "reading the clock takes %.0f ns and it moves in steps of %.0f ns",
                clock.readNanos(),
                clock.stepNanos());
        List<MachineModel> blurred =
                LinkDelays.MODELS.stream().filter(model -> !plays(model)).toList();
        if (blurred.isEmpty()) {
            return Finding.yes(
                    LINKS,
                    "delayed",
                    "plays " + names(LinkDelays.MODELS) + ", times of a load across the link; " + measured);
        }
        String why = measured + ": too coarse for " + names(blurred);
        String mend = "echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource, if"
                + " available_clocksource beside it lists tsc";
        return blurred.size() < LinkDelays.MODELS.size()
                ? Finding.couldBeBetter(LINKS, "delayed", why, mend)
                : Finding.no(LINKS, "delayed", why, mend);
    }

    private boolean plays(MachineModel model) {
        long load = model.nanos(Cost.LINK_READ);
        // Off by the step and by the reading that finds the time to have come.
        return READINGS * clock.readNanos() + clock.stepNanos() <= load * 0.7;
    }

    private static String names(List<MachineModel> models) {
        return models.stream()
                .map(model -> model.name() + " (" + model.nanos(Cost.LINK_READ) + " ns)")
                .collect(Collectors.joining(", "));
    }
}
