package dev.wave.lab.experiment;

/** Student's t distribution. */
final class StudentT {
    private StudentT() {}

    /**
     * The t that a sample stays within, either way, with this probability.
     *
     * @param degrees of freedom, 1 or more
     */
    static double within(double probability, int degrees) {
        double low = 0;
        double high = Math.PI / 2;
        for (int i = 0; i < Double.SIZE; i++) {
            double middle = (low + high) / 2;
            if (probabilityWithin(middle, degrees) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.tan(low) * Math.sqrt(degrees);
    }

    /** Of t = tan(angle) sqrt(degrees). <i>Abramowitz and Stegun, 26.7.3 and 26.7.4: finite series.</i> */
    private static double probabilityWithin(double angle, int degrees) {
        double cosine = Math.cos(angle);
        boolean odd = degrees % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = 0;
        for (int i = odd ? 1 : 0; i <= degrees - 2; i += 2) {
            sum += term;
            term *= (i + 1.0) / (i + 2.0) * cosine * cosine;
        }
        return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    }
}
