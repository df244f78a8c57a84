package dev.wave.core;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody who mistyped one most likely meant. */
public final class NearestName {
    private NearestName() {}

    /** The candidate that takes the fewest letter edits to reach; the alphabetically first of several. */
    public static String to(String given, Collection<String> candidates) {
        return candidates.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> edits(given, candidate)))
                .orElseThrow(() -> new IllegalArgumentException("no candidates to choose from"));
    }

    /** Levenshtein distance, one row at a time. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
