package dev.wave.verify.bench.harness;

/** One thing that {@code ./wave bench NAME} measures. */
public interface Benchmark {
    /** What the user types: one lower-case word. */
    String name();

    /** What it measures, in a line. */
    String what();

    /** Measures: one table or several. */
    void run(BenchRun run) throws Exception;
}
