package dev.wave.core.model;

/**
 * A number of a {@link MachineModel}.
 *
 * @param value in the unit of its {@link Cost}
 * @param confidence how it is known
 * @param source where from
 */
public record Constant(double value, Confidence confidence, String source) {
    public Constant {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(value + " is no cost: it takes a number from 0 upwards");
        }
    }
}
