package dev.wave.cli.demo;

import dev.wave.core.Clock;
import java.io.PrintWriter;

/** What is going on and how long it will take, on standard error: one line that is rewritten on a terminal, else a line per step. */
final class Progress {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final Clock clock;
    private long endNanos;
    private String now = "";

    Progress(PrintWriter out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** How much is still to come after the present moment. */
    void left(double seconds) {
        endNanos = clock.nanos() + (long) (seconds * 1e9);
    }

    void step(String what) {
        now = what;
        if (terminal) {
            tick();
        } else {
            out.println("demo: " + what + timeLeft());
            out.flush();
        }
    }

    /** Called now and then while a step goes on. */
    void tick() {
        if (terminal) {
            out.print(CLEAR_LINE + "demo: " + now + timeLeft());
            out.flush();
        }
    }

    void clear() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private String timeLeft() {
        long seconds = Math.max(0, (endNanos - clock.nanos()) / 1_000_000_000L);
        return endNanos == 0 ? "" : " (about " + seconds + " s left)";
    }
}
