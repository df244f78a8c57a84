package dev.wave.threads;

/**
 * What an agent of threads does beyond its policy.
 *
 * @param prestage decisions kept in a busy core's queue ahead of need; 0 switches prestaging off
 * @param replace ask for the place of a live agent
 */
public record AgentOptions(int prestage, boolean replace) {
    /** A core's decision queue is longer; but each decision made so far ahead is the likelier to be stale. */
    public static final int MOST_PRESTAGED = 8;

    /** One decision ahead, as the paper has it; does not push a live agent out. */
    public static final AgentOptions DEFAULT = new AgentOptions(1, false);

    public AgentOptions {
        if (prestage < 0 || prestage > MOST_PRESTAGED) {
            throw new IllegalArgumentException(
                    "prestage " + prestage + " decisions? Between 0 and " + MOST_PRESTAGED + " make sense.");
        }
    }

    public AgentOptions withPrestage(int depth) {
        return new AgentOptions(depth, replace);
    }

    public AgentOptions replacing() {
        return new AgentOptions(prestage, true);
    }
}
