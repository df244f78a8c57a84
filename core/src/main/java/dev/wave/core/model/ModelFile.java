package dev.wave.core.model;

import dev.wave.core.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * A machine as text, to be copied and edited:
 *
 * <pre>
 *   # a comment
 *   link.one-way = 375 ns | derived | half of the round trip of a read
 *   name         = number unit | how it is known | source
 * </pre>
 */
public final class ModelFile {
    private ModelFile() {}

    /** The file cannot be used. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    static MachineModel preset(String name) {
        String file = name + ".model";
        try (InputStream in = ModelFile.class.getResourceAsStream(file)) {
            return parse(name, file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a model.
     *
     * @param file as errors call it
     * @throws Unusable naming file, line and key
     */
    public static MachineModel parse(String name, String file, String text) {
        Map<Cost, Constant> constants = new EnumMap<>(Cost.class);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                take(line, file + ":" + number, constants);
            }
        }
        for (Cost cost : Cost.values()) {
            if (!constants.containsKey(cost)) {
                throw new Unusable(file + ": " + cost.key() + " is missing (" + cost.meaning() + "). Add a line like '"
                        + cost.key() + " = 100" + suffix(cost) + " | recalled | where the number is from'.");
            }
        }
        return new MachineModel(name, constants);
    }

    private static String suffix(Cost cost) {
        return cost.unit() == Unit.COUNT ? "" : " " + cost.unit().symbol();
    }

    private static void take(String line, String place, Map<Cost, Constant> constants) {
        String[] parts = line.split("\\s*\\|\\s*", 3);
        String[] sides = parts[0].split("=", 2);
        if (parts.length < 3 || sides.length < 2 || parts[2].isBlank()) {
            throw new Unusable(place + ": '" + line.strip()
                    + "' is not of the form 'name = number unit | how it is known | source'.");
        }
        Cost cost = cost(sides[0].strip(), place);
        Constant constant = new Constant(
                number(sides[1].strip(), cost, place), confidence(parts[1].strip(), place), parts[2].strip());
        if (constants.put(cost, constant) != null) {
            throw new Unusable(place + ": " + cost.key() + " is given twice; leave one.");
        }
    }

    private static Cost cost(String key, String place) {
        return Cost.byKey(key)
                .orElseThrow(() -> new Unusable(place + ": there is no constant '" + key + "'; did you mean "
                        + NearestName.to(key, Cost.keys()) + "?"));
    }

    private static double number(String text, Cost cost, String place) {
        String[] words = text.split("\\s+");
        String unit = words.length > 1 ? words[1] : "";
        try {
            double value = Double.parseDouble(words[0]);
            if (words.length <= 2 && unit.equals(cost.unit().symbol()) && value >= 0 && value < 1e12) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for all that a number can have wrong.
        }
        throw new Unusable(place + ": '" + text + "' is no value of " + cost.key() + ": write a number from 0 upwards"
                + (cost.unit() == Unit.COUNT ? "." : " and " + cost.unit().symbol() + "."));
    }

    private static Confidence confidence(String word, String place) {
        for (Confidence confidence : Confidence.values()) {
            if (confidence.word().equals(word)) {
                return confidence;
            }
        }
        throw new Unusable(place + ": '" + word
                + "' does not say how the number is known: found, measured, derived, fitted or recalled.");
    }
}
