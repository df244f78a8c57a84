package dev.wave.verify.mutation;

import java.util.List;

/**
 * One rule of the protocol taken out of a copy of the sources.
 *
 * @param rule what is dropped, for people
 * @param file the source or page, from the root of the working copy
 * @param original text that stands in it exactly once
 * @param replacement what stands there instead
 * @param tests the test classes of core that must notice
 */
record Mutation(String rule, String file, String original, String replacement, List<String> tests) {

    /** The mutated text; a rule that moved must be found again by whoever moved it. */
    String applyTo(String source) {
        int first = source.indexOf(original);
        if (first < 0 || source.indexOf(original, first + 1) >= 0) {
            throw new AssertionError("the mutation '" + rule + "' must match " + file + " exactly once, and matches "
                    + (first < 0 ? "nothing" : "more") + ": " + original
                    + ". The code it spoils has changed: say in Mutations how to spoil it now.");
        }
        return source.replace(original, replacement);
    }

    @Override
    public String toString() {
        return rule;
    }
}
