package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The instrumenter as users start it: one flag, in a JVM of its own. */
@Timeout(120)
class InstrumenterTest {
    private static final String PROGRAM = """
        import dev.wave.threads.preempt.*;
        public class Sample {
            public static void main(String[] arguments) {
                System.out.println("problem '" + Preemption.problem() + "'");
                long sum = 0;
                for (long i = 0; i < 100_000; i++) sum += i;
                Runnable lambda = () -> { for (int i = 0; i != 5; i++) Thread.onSpinWait(); };
                lambda.run();
                InstrumentationReport report = Instrumenter.report();
                System.out.println("sum " + sum + " classes " + report.instrumented() + " loops " + report.loopsPolled()
                        + " failed " + report.failed());
                try { thrower(); } catch (IllegalStateException e) { System.out.println("line " + e.getStackTrace()[0].getLineNumber()); }
            }
            static void thrower() {
                for (int i = 0; i != 3; i++) Thread.onSpinWait();
                throw new IllegalStateException();
            }
        }
        """;

    @TempDir
    private Path folder;

    private Path instrumenter;

    @BeforeEach
    void packInstrumenter() throws IOException {
        instrumenter = pack(folder);
        for (Map.Entry<String, byte[]> file : Compiled.of(PROGRAM).classFiles().entrySet()) {
            Files.write(folder.resolve(file.getKey() + ".class"), file.getValue());
        }
    }

    @Test
    void oneFlagIsEnoughToPollAProgram() throws Exception {
        assertEquals(
                List.of("problem ''", "sum 4999950000 classes 1 loops 3 failed 0", "line 16"),
                run(List.of(flag("packages=Sample"))));
    }

    @Test
    void otherAgentBeforeOrAfterDoesNoHarm() throws Exception {
        Path other = jar(
                folder,
                "other.jar",
                OtherAgent.class,
                List.of(OtherAgent.class, OtherAgent.Renewer.class, OtherAgent.Renewal.class));
        for (List<String> flags : List.of(
                List.of("-javaagent:" + other, flag("packages=Sample")),
                List.of(flag("packages=Sample"), "-javaagent:" + other))) {
            assertEquals(List.of("problem ''", "sum 4999950000 classes 1 loops 3 failed 0", "line 16"), run(flags));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "=packages=", "=paquets=com.example.", "=packages=9lives", "=com.example."})
    void badOptionsCostOneLineAndTheProgramRuns(String options) throws Exception {
        List<String> lines = run(List.of("-javaagent:" + instrumenter + options));
        assertTrue(lines.getFirst().startsWith("wave instrumenter: "), lines.getFirst());
        assertEquals("sum 4999950000 classes 0 loops 0 failed 0", lines.get(2));
        assertEquals(4, lines.size());
    }

    @Test
    void optionsChooseByTheBeginningOfTheName() {
        var options = InstrumenterOptions.parse("packages=com.example.:org.rocksdb,net/x/,exclude=com.example.tool.");
        assertTrue(options.chosen("com/example/Service"));
        assertTrue(options.chosen("org/rocksdb/RocksDB"));
        assertTrue(options.chosen("net/x/Y"));
        assertFalse(options.chosen("com/example/tool/Main"));
        assertFalse(options.chosen("org/example/Service"));
    }

    @Test
    void neitherTheJdkNorWaveItselfIsEverChosen() {
        var options = InstrumenterOptions.parse("packages=java.:jdk.:sun.:dev.");
        assertFalse(options.chosen("java/lang/String"));
        assertFalse(options.chosen("jdk/internal/vm/Continuation"));
        assertFalse(options.chosen("dev/wave/core/Agent"));
        assertTrue(options.chosen("dev/example/Service"));
    }

    @Test
    void wrongOptionIsNamedInTheMessage() {
        String message = assertThrows(IllegalArgumentException.class, () -> InstrumenterOptions.parse("paket=a.b."))
                .getMessage();
        assertTrue(message.contains("'paket'") && message.contains("packages="), message);
    }

    private String flag(String options) {
        return "-javaagent:" + instrumenter + "=" + options;
    }

    /** Runs the sample program in a JVM of its own; answers what it printed, errors included. */
    private List<String> run(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.addAll(flags);
        command.addAll(List.of("-classpath", folder + File.pathSeparator + instrumenter, "Sample"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output.lines().toList();
    }

    /** Packs the instrumenter as users have it. */
    static Path pack(Path folder) throws IOException {
        return jar(folder, "wave-threads.jar", Instrumenter.class, ownClasses());
    }

    private static Path jar(Path folder, String name, Class<?> premain, List<Class<?>> classes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", premain.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var in = type.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }

    /** All compiled classes of this package that belong to the product. */
    private static List<Class<?>> ownClasses() throws IOException {
        try {
            Path classes = Path.of(Instrumenter.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve("dev/wave/threads/preempt");
            List<Class<?>> found = new ArrayList<>();
            try (var files = Files.list(classes)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString().replace(".class", "");
                    found.add(Class.forName(
                            "dev.wave.threads.preempt." + name, false, Instrumenter.class.getClassLoader()));
                }
            }
            return found;
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
