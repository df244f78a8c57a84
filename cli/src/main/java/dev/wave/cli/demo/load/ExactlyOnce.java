package dev.wave.cli.demo.load;

import java.util.BitSet;

/** Checks that every request sent is answered exactly once, with the right answer. */
public final class ExactlyOnce {
    private final BitSet answered;
    private final int known;
    private int sent;
    private int answers;
    private int duplicates;
    private int strangers;
    private int wrong;

    /** @param known how many requests there can be; their ids are 0 to known - 1 */
    public ExactlyOnce(int known) {
        this.known = known;
        this.answered = new BitSet(known);
    }

    public void sent() {
        sent++;
    }

    /** @return true if this is the first answer to a request that was sent */
    public boolean answered(long id, boolean right) {
        if (id < 0 || id >= Math.min(sent, known)) {
            strangers++;
            return false;
        }
        if (answered.get((int) id)) {
            duplicates++;
            return false;
        }
        answered.set((int) id);
        answers++;
        if (!right) {
            wrong++;
        }
        return true;
    }

    /** Requests sent and not answered yet; once the service had its time, they are lost. */
    public int missing() {
        return sent - answers;
    }

    public int sentSoFar() {
        return sent;
    }

    /** Answers to requests answered before. */
    public int duplicates() {
        return duplicates;
    }

    /** Answers to requests never sent. */
    public int strangers() {
        return strangers;
    }

    /** First answers that say something else than what is stored. */
    public int wrong() {
        return wrong;
    }
}
