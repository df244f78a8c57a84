package dev.wave.lab.explore;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who goes on where, as far as it is not who went on before, or, where that one cannot, the first who can.
 *
 * @param choices pairs of a step's number and a strand's, ascending
 */
record Schedule(int[] choices) {
    static final Schedule PLAIN = new Schedule(new int[0]);

    Schedule with(int step, int strand) {
        int[] longer = Arrays.copyOf(choices, choices.length + 2);
        longer[choices.length] = step;
        longer[choices.length + 1] = strand;
        return new Schedule(longer);
    }

    /** The last step it says anything about; -1 if there is none. */
    int last() {
        return choices.length == 0 ? -1 : choices[choices.length - 2];
    }

    /** As {@link #toString} writes it. */
    static Schedule parse(String text) {
        return text.isBlank() || text.strip().equals("-")
                ? PLAIN
                : new Schedule(Arrays.stream(text.strip().split("[ :]"))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Override
    public String toString() {
        return choices.length == 0
                ? "-"
                : IntStream.range(0, choices.length / 2)
                        .mapToObj(i -> choices[2 * i] + ":" + choices[2 * i + 1])
                        .collect(Collectors.joining(" "));
    }
}
