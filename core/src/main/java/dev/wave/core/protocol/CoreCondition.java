package dev.wave.core.protocol;

/**
 * What the host says about one of its cores. Like a target's state it travels whole and numbered: the newest counts, whatever order
 * messages arrive in.
 *
 * @param sequence grows by one with each change; 1 is the condition every core starts in, of which nothing is said
 * @param online the core takes decisions; those for a core that is not come back {@link Outcome#WITHDRAWN}
 * @param lentDispatch the newest dispatch that got stuck on the core, so that a spare carrier takes its decisions; 0 if none did. Whatever runs under that
 *     number or a smaller one does not occupy the core
 */
public record CoreCondition(long sequence, boolean online, long lentDispatch) {
    public static final CoreCondition INITIAL = new CoreCondition(1, true, 0);

    public CoreCondition withOnline(boolean now) {
        return new CoreCondition(sequence + 1, now, lentDispatch);
    }

    /** True if what started under that number does not occupy the core. */
    public boolean isLent(long dispatch) {
        return dispatch <= lentDispatch;
    }

    public CoreCondition withLentDispatch(long dispatch) {
        return new CoreCondition(sequence + 1, online, dispatch);
    }
}
