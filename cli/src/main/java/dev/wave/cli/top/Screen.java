package dev.wave.cli.top;

import java.io.PrintWriter;

/** Shows one look after the other: in place on a terminal, else below each other with an empty line between. */
public final class Screen {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_ALL = "\u001b[2J";

    private final PrintWriter out;
    private final boolean terminal;
    private boolean used;

    public Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public void show(String text) {
        if (terminal) {
            // Line by line over the old ones: clearing everything first would flicker.
            out.print((used ? "" : CLEAR_ALL) + HOME + text.replace("\n", CLEAR_LINE + "\n") + CLEAR_LINE + "\n"
                    + CLEAR_BELOW);
        } else {
            out.print((used ? "\n" : "") + text + "\n");
        }
        out.flush();
        used = true;
    }

    /** True once nobody reads any more what is shown: {@code ./wave top | head -1}. */
    public boolean closed() {
        // A writer over the JVM's own output does not hear of what went wrong below it.
        return out.checkError() || System.out.checkError();
    }
}
