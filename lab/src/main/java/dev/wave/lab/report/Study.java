package dev.wave.lab.report;

import dev.wave.core.model.MachineModel;
import dev.wave.lab.experiment.Findings;
import java.util.List;

/**
 * What was run on the simulated machine and what came out, to be told in any form.
 *
 * @param title what it is about
 * @param lead what the reader should know first
 * @param chapters in the order in which they ran
 * @param models the machines that were simulated
 * @param settings what decides what comes out
 */
public record Study(
        String title, List<String> lead, List<Chapter> chapters, List<MachineModel> models, Settings settings) {
    public Study {
        lead = List.copyOf(lead);
        chapters = List.copyOf(chapters);
        models = List.copyOf(models);
    }

    /**
     * One experiment.
     *
     * @param name by which the user asks for it
     * @param subject what it shows, in one line
     */
    public record Chapter(String name, String subject, Findings findings) {}

    /** @param repetitions of each point */
    public record Settings(long seed, int repetitions, Extent extent) {}

    /** How much of it was run. */
    public enum Extent {
        FULL("full length"),
        /** Short runs: a first look. */
        QUICK("quick: shorter runs, wider intervals"),
        /** Ended early by the user. */
        CUT_SHORT("ended early: what had been found so far");

        private final String words;

        Extent(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
