package dev.wave.verify;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What jcstress said in the end: how many configurations of tests it planned, and what became of them. */
record StressRun(int planned, int passed, int failed, int errors, String output) {
    private static final Pattern RESULTS = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");

    /** Runs the stress tests on this JVM's class path, each configuration for so many milliseconds. */
    static StressRun of(Path folder, int millis, long timeoutSeconds) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                absolute(System.getProperty("java.class.path")),
                "org.openjdk.jcstress.Main",
                "-t",
                "dev.wave.verify.stress",
                "-m",
                "quick",
                "-sc",
                "false",
                // One way to run each: what the compilers do otherwise, the long pass shows.
                "-jvmArgs",
                "-Xmx256m -XX:+UseSerialGC",
                "-f",
                "1",
                "-iters",
                "1",
                "-time",
                Integer.toString(millis),
                "-r",
                folder.resolve("report").toString());
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError("jcstress hung: " + Files.readString(output));
        }
        return parse(Files.readString(output));
    }

    private static String absolute(String path) {
        return String.join(
                File.pathSeparator,
                java.util.Arrays.stream(path.split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /** The last count in what jcstress printed. */
    static StressRun parse(String output) {
        Matcher results = RESULTS.matcher(output);
        int[] last = null;
        while (results.find()) {
            last = new int[] {
                Integer.parseInt(results.group(1)),
                Integer.parseInt(results.group(2)),
                Integer.parseInt(results.group(3)),
                Integer.parseInt(results.group(4)) + Integer.parseInt(results.group(5))
            };
        }
        if (last == null) {
            throw new AssertionError("jcstress counted nothing: " + output);
        }
        return new StressRun(last[0], last[1], last[2], last[3], output);
    }

    boolean allPassed() {
        return planned > 0 && passed == planned && failed == 0 && errors == 0;
    }
}
