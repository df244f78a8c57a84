package dev.wave.verify;

/** One place that breaks a rule of the house, and what to do instead. */
record Finding(String rule, String path, long line, String text) {
    @Override
    public String toString() {
        return path + ":" + line + " [" + rule + "] " + text;
    }
}
