package dev.wave.verify.bench.live;

import java.util.List;

/** What measuring processes said, one {@code KEY NUMBER} a line; keys may have several words. */
public record Words(List<String> lines) {
    public static Words of(List<String> lines) {
        return new Words(List.copyOf(lines));
    }

    /**
     * The number behind a key; several processes may have said it, then it is their sum.
     *
     * @throws IllegalStateException if nobody said it: the process ended early
     */
    public double number(String key) {
        List<Double> found = all(key);
        if (found.isEmpty()) {
            throw new IllegalStateException("the measuring process did not say '" + key + "', but " + lines);
        }
        return found.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** All numbers behind a key, in the order in which they were said. */
    public List<Double> all(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> Double.parseDouble(line.substring(key.length() + 1)))
                .toList();
    }
}
