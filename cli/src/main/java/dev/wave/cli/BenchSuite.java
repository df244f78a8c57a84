package dev.wave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The benchmarks. They live in a module that is not part of the product, with the libraries they are compared with; the launcher puts
 * that module on the class path, and the verb finds it there.
 */
public interface BenchSuite {
    /** Of each benchmark its name and, in a line, what it measures; in the order in which they run. */
    Map<String, String> benchmarks();

    /**
     * Runs them and tells what came out.
     *
     * @return {@link Wave#DONE}, or {@link Wave#FELL_SHORT} if a number that was to be reached was missed
     */
    int run(Request request, PrintWriter out, PrintWriter err);

    /**
     * What the user asked for.
     *
     * @param names which benchmarks; at least one, all known
     * @param quick a look rather than a measurement
     * @param seconds per table, if given
     * @param json where the results go, for machines
     */
    record Request(List<String> names, boolean quick, OptionalInt seconds, Optional<Path> json, long seed) {}
}
