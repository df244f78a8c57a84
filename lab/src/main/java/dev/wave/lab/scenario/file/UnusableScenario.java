package dev.wave.lab.scenario.file;

import java.util.List;

/** A scenario cannot be run; one line for each thing that is wrong, with file and line. */
public final class UnusableScenario extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    UnusableScenario(List<String> problems) {
        this(problems, null);
    }

    UnusableScenario(List<String> problems, Throwable cause) {
        super(String.join(System.lineSeparator(), problems), cause);
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
