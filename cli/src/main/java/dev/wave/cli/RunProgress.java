package dev.wave.cli;

import dev.wave.core.Clock;
import dev.wave.lab.experiment.WorkerPool;
import java.io.PrintWriter;

/**
 * How far the runs of an experiment have come, on standard error, once it has taken a while: one line that is rewritten on a terminal, else a line now and then.
 */
final class RunProgress implements WorkerPool.Progress {
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long BETWEEN_LINES_NANOS = 10_000_000_000L;
    private static final long BETWEEN_REWRITES_NANOS = 200_000_000L;

    private final String verb;
    private final PrintWriter err;
    private final Clock clock;
    private final boolean terminal;
    private String subject = "";
    private long batchFrom;
    private long nextWords;

    RunProgress(String verb, PrintWriter err, Clock clock) {
        this(verb, err, clock, System.console() != null && System.console().isTerminal());
    }

    RunProgress(String verb, PrintWriter err, Clock clock, boolean terminal) {
        this.verb = verb;
        this.err = err;
        this.clock = clock;
        this.terminal = terminal;
        this.nextWords = clock.nanos() + PATIENCE_NANOS;
    }

    /** From now on it is about this. */
    synchronized void begin(String what) {
        subject = what;
    }

    @Override
    public synchronized void ended(String what, int ended, int all) {
        long now = clock.nanos();
        if (ended == 0) {
            batchFrom = now;
        }
        if (now < nextWords) {
            return;
        }
        nextWords = now + (terminal ? BETWEEN_REWRITES_NANOS : BETWEEN_LINES_NANOS);
        String words = verb + ": " + subject + ": " + what + " " + ended + "/" + all + left(now, ended, all);
        err.print(terminal ? CLEAR_LINE + words : words + System.lineSeparator());
        err.flush();
    }

    /** Of these runs, if the rest take as long as those before. */
    private String left(long now, int ended, int all) {
        if (ended == 0) {
            return "";
        }
        long seconds = Math.round((now - batchFrom) / 1e9 / ended * (all - ended));
        return ", about " + seconds + " s left";
    }

    /** Something else is about to be said. */
    synchronized void clear() {
        if (terminal) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
