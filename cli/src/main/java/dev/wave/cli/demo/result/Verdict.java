package dev.wave.cli.demo.result;

/**
 * One thing the demo must show, and whether it did.
 *
 * @param claim what was to be shown
 * @param found the numbers
 */
public record Verdict(String claim, Outcome outcome, String found) {

    /** How it came out. */
    public enum Outcome {
        SHOWN("shown"),
        /** The difference is there, but the same thing run twice differs as much. */
        NOT_SHOWN("not shown: within the spread"),
        MISSED("missed"),
        /** Interesting, but nothing depends on it. */
        NOTED("noted");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** True if the demo fell short here. */
    public boolean fellShort() {
        return outcome == Outcome.MISSED || outcome == Outcome.NOT_SHOWN;
    }

    @Override
    public String toString() {
        return "%-8s %s: %s".formatted(outcome == Outcome.NOT_SHOWN ? "NOT SHOWN" : outcome.name(), claim, found);
    }
}
