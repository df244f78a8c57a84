package dev.wave.core.protocol;

/**
 * One row of the host's table.
 *
 * @param next the state afterwards
 * @param advances whether the sequence number grows by one
 * @param outcome the answer to the decision that caused the event, or null
 * @param epoch which epochs the row applies to
 * @param message the kind to send, {@link MessageKind#NONE} for none
 */
public record Transition(
        TargetState state,
        TargetEvent event,
        TargetState next,
        boolean advances,
        Outcome outcome,
        EpochRule epoch,
        MessageKind message) {

    /** True if it takes the target off its core. */
    public boolean stops() {
        return state.onCore() && !next.onCore();
    }

    /** Which epochs a row applies to. */
    public enum EpochRule {
        /** The epoch plays no part. */
        ANY,
        /** Only to decisions read from the region of the current epoch. */
        CURRENT,
        /** Applied to every target when an epoch ends. */
        ENDS,
        /** Applied to every target when an epoch begins. */
        BEGINS
    }
}
