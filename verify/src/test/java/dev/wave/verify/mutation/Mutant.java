package dev.wave.verify.mutation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/** A copy of core with one rule dropped: compiled into a folder of its own, tried in a JVM of its own. */
record Mutant(Mutation mutation, Path folder) {
    private static final long SECONDS = 60;
    private static final String CORE = "dev.wave.core.";
    private static final Path HOME = Path.of(System.getProperty("wave.home", ".."));

    /** What became of it: the word, the test, the complaint. */
    record Fate(boolean caught, String test, String complaint) {}

    /** Compiles the mutated source, or puts the mutated page where the code reads it. */
    static Mutant make(Mutation mutation, Path folder) throws IOException {
        String mutated = mutation.applyTo(Files.readString(HOME.resolve(mutation.file())));
        if (mutation.file().endsWith(".md")) {
            Path page = folder.resolve("dev/wave/core/protocol/protocol.md");
            Files.createDirectories(page.getParent());
            Files.writeString(page, mutated);
        } else {
            Path source =
                    folder.resolve("source").resolve(Path.of(mutation.file()).getFileName());
            Files.createDirectories(source.getParent());
            Files.writeString(source, mutated);
            compile(source, folder);
        }
        return new Mutant(mutation, folder);
    }

    private static void compile(Path source, Path folder) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        var files = compiler.getStandardFileManager(null, null, null);
        List<String> options =
                List.of("-proc:none", "-nowarn", "-parameters", "-d", folder.toString(), "-cp", home(CORE + "Clock"));
        boolean done = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                .call();
        if (!done) {
            throw new AssertionError("a mutant that does not compile shows nothing: " + messages);
        }
    }

    /** Runs its tests. A mutant that hangs is caught, too. */
    Fate meets() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new Fate(true, "none", "it hung");
        }
        for (String line : Files.readAllLines(output)) {
            String[] parts = line.split("\t", 3);
            if (parts[0].equals("CAUGHT")) {
                return new Fate(true, parts[1], parts.length > 2 ? parts[2] : "");
            } else if (parts[0].equals("SURVIVED")) {
                return new Fate(false, parts[1] + " tests", "");
            }
        }
        throw new AssertionError("the JVM of the mutant said nothing: " + Files.readString(output));
    }

    private List<String> command() {
        Path tests = HOME.resolve("core/target/test-classes");
        if (!Files.isDirectory(tests)) {
            throw new AssertionError("core's tests are not compiled, so no mutant can meet them: run ./wave test");
        }
        String path = String.join(
                File.pathSeparator,
                folder.toString(),
                home(CORE + "Clock"),
                tests.toString(),
                home(MutantMain.class.getName()),
                System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dwave.seeds=" + seeds(),
                "-cp",
                path,
                MutantMain.class.getName()));
        mutation.tests().forEach(test -> command.add(CORE + test));
        return command;
    }

    /** Stories on reordering memory are many for each seed. */
    private int seeds() {
        return mutation.tests().stream().anyMatch(test -> test.contains("Reordering")) ? 15 : 100;
    }

    private static String home(String type) {
        try {
            return Path.of(Class.forName(type)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
