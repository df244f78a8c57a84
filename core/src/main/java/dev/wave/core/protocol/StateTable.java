package dev.wave.core.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The host's state machine, read from the table in docs/protocol.md so that page and code cannot disagree.
 *
 * <p>The page travels in this module's jar. It is parsed once, when the class is loaded, into an array; a look-up is one index.
 */
public final class StateTable {
    private static final String PAGE = "protocol.md";
    private static final String BEGIN = "<!-- host-table:begin -->";
    private static final String END = "<!-- host-table:end -->";
    private static final int EVENTS = TargetEvent.values().length;
    private static final List<Transition> ROWS = parse(page());
    private static final Transition[] INDEX = index(ROWS);

    private StateTable() {}

    /** All rows, in the order of the page. */
    public static List<Transition> rows() {
        return ROWS;
    }

    /** The row for a state and an event, or null if the pair has none: a mistake of the caller. */
    public static Transition find(TargetState state, TargetEvent event) {
        return INDEX[state.ordinal() * EVENTS + event.ordinal()];
    }

    /**
     * Parses the rows between the markers of a page.
     *
     * @throws IllegalStateException if a marker is missing or a row cannot be read; the message quotes it
     */
    public static List<Transition> parse(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("protocol.md has no host table between its markers");
        }
        List<Transition> rows = new ArrayList<>();
        for (String line : page.substring(begin + BEGIN.length(), end).split("\n")) {
            if (line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| state")) {
                rows.add(row(line));
            }
        }
        return List.copyOf(rows);
    }

    private static Transition row(String line) {
        String[] cells = line.replaceAll("^\\||\\|$", "").split("\\|");
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip();
        }
        try {
            return new Transition(
                    TargetState.valueOf(cells[0]),
                    TargetEvent.valueOf(cells[1]),
                    TargetState.valueOf(cells[2]),
                    advances(cells[3]),
                    cells[4].equals("-") ? null : Outcome.valueOf(cells[4]),
                    Transition.EpochRule.valueOf(cells[5].toUpperCase(Locale.ROOT)),
                    cells[6].equals("-") ? MessageKind.NONE : MessageKind.valueOf(cells[6]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("protocol.md has a host table row that cannot be read: " + line, e);
        }
    }

    private static boolean advances(String cell) {
        return switch (cell) {
            case "+1" -> true;
            case "=" -> false;
            default -> throw new IllegalArgumentException(cell);
        };
    }

    private static Transition[] index(List<Transition> rows) {
        Transition[] index = new Transition[TargetState.values().length * EVENTS];
        for (Transition row : rows) {
            int at = row.state().ordinal() * EVENTS + row.event().ordinal();
            if (index[at] != null) {
                throw new IllegalStateException("protocol.md has two rows for " + row.state() + " and " + row.event());
            }
            index[at] = row;
        }
        return index;
    }

    private static String page() {
        try (InputStream in = StateTable.class.getResourceAsStream(PAGE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "this jar was built without protocol.md, which holds the host's state machine");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("protocol.md cannot be read from the jar", e);
        }
    }
}
