package dev.wave.lab.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What came of an exploration.
 *
 * @param preemptions the bound: in how many places at most a schedule leaves somebody who could go on
 * @param complete false if it stopped before all schedules within the bound were tried
 * @param schedules tried to their end
 * @param pruned given up where they came into a state from which everything was tried before
 * @param states different states at points
 * @param ends different ends
 * @param longest steps of the longest schedule
 * @param raced words before whose accesses strands are left
 * @param failure the first schedule that went wrong; null if none did
 */
record Exploration(
        int preemptions,
        boolean complete,
        long schedules,
        long pruned,
        long states,
        int ends,
        int longest,
        int raced,
        Failure failure) {

    /**
     * A schedule that went wrong.
     *
     * @param schedule by which {@link Explorer#replay} does it again
     * @param steps what happened, a line for each strand that went on
     */
    record Failure(String complaint, Schedule schedule, List<String> steps) {
        private static final int MOST_SHOWN = 60;

        @Override
        public String toString() {
            int shown = Math.min(steps.size(), MOST_SHOWN);
            String more = shown < steps.size() ? "\n  ... and " + (steps.size() - shown) + " more" : "";
            return complaint + "\n  schedule " + schedule + "\n  " + String.join("\n  ", steps.subList(0, shown))
                    + more;
        }
    }

    /** Steps as lines, those of one strand that follow each other in one line. */
    static List<String> lines(List<Execution.Step> steps, Function<Integer, String> names) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < steps.size(); ) {
            int to = from;
            List<String> what = new ArrayList<>();
            while (to < steps.size()
                    && steps.get(to).strand() == steps.get(from).strand()) {
                what.add(names.apply(steps.get(to).what()));
                to++;
            }
            lines.add(String.format("%4d  %-8s %s", from, steps.get(from).strand(), String.join("; ", what)));
            from = to;
        }
        return lines;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d schedules with at most %d preemptions%s (%,d more ended in states already left behind), %,d states, %d different ends,"
                        + " at most %d steps, %d words raced on",
                schedules,
                preemptions,
                complete ? ", all there are" : ", stopped there",
                pruned,
                states,
                ends,
                longest,
                raced);
    }
}
