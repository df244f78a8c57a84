package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on machines of several kinds: where the JDK lies, how the command is called. */
class LauncherTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final String WAVE = HOME.resolve("wave").toString();

    @TempDir
    private Path folder;

    @BeforeEach
    void jarsAreBuilt() throws IOException {
        Path app = HOME.resolve("cli/target/app");
        boolean built = false;
        if (Files.isDirectory(app)) {
            try (var jars = Files.list(app)) {
                built = jars.anyMatch(jar -> jar.getFileName().toString().startsWith("wave-cli-"));
            }
        }
        assumeTrue(built, "the command's jars come with 'mvn package' or later phases");
    }

    @Test
    void versionNamesBuildCommitAndJdk() {
        Shell run = wave(Map.of(), "--version");
        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().matches("wave \\d\\S* \\(commit \\S+\\), JDK \\d+\\S*\\n"), run::out);
        assertEquals("", run.err());
    }

    @Test
    void launcherWorksThroughASymbolicLinkFromAnyFolder() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("w"), Path.of(WAVE));
        Shell run = Shell.run(folder, environment(Map.of()), List.of(link.toString(), "--version"));
        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().startsWith("wave "), run::out);
    }

    @Test
    void unknownVerbIsBadUse() {
        Shell run = wave(Map.of(), "tset");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("did you mean './wave test'"), run::err);
    }

    @Test
    void machineWithoutANewJdkIsToldWhatToDo() throws IOException {
        Shell run = wave(Map.of("WAVE_JDK_DIRS", empty(), "PATH", pathWithoutJdk()), "--version");
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().contains("no JDK 25 or newer was found"), run::err);
        assertTrue(run.err().contains("Install one"), run::err);
    }

    @Test
    void oldJavaHomeIsPassedOverForANewJdkInAnInstallFolder() throws IOException {
        Path old = fakeJdk("jdk-17", "17.0.15");
        Path installed = Files.createDirectories(folder.resolve("jvm"));
        Files.createSymbolicLink(installed.resolve("a-17"), old);
        Files.createSymbolicLink(installed.resolve("b-new"), Path.of(System.getProperty("java.home")));
        var machine =
                Map.of("JAVA_HOME", old.toString(), "WAVE_JDK_DIRS", installed.toString(), "PATH", pathWithoutJdk());
        Shell run = wave(machine, "--version");
        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().contains("JDK " + Runtime.version()), run::out);
    }

    @Test
    void javaHomeThatLeadsNowhereIsPassedOver() {
        Shell run = wave(Map.of("JAVA_HOME", "/nowhere", "WAVE_JDK_DIRS", jdkFolder()), "--version");
        assertEquals(0, run.status(), run::err);
    }

    @Test
    void jdkThatWasAskedForByNameIsNotSilentlyReplaced() throws IOException {
        Shell run = wave(Map.of("WAVE_JAVA_HOME", fakeJdk("jdk-17", "17.0.15").toString()), "--version");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("WAVE_JAVA_HOME is"), run::err);
    }

    private Shell wave(Map<String, String> machine, String... args) {
        var command = new ArrayList<>(List.of(WAVE));
        command.addAll(List.of(args));
        return Shell.run(folder, environment(machine), command);
    }

    /** The machine as given and, where nothing is said, one whose install folder holds the JDK of this test. */
    private static Map<String, String> environment(Map<String, String> machine) {
        var environment = new HashMap<>(
                Map.of("JAVA_HOME", "", "WAVE_JAVA_HOME", "", "WAVE_JDK_DIRS", jdkFolder(), "WAVE_BUILDING", "1"));
        environment.putAll(machine);
        return environment;
    }

    private static String jdkFolder() {
        return Path.of(System.getProperty("java.home")).getParent().toString();
    }

    private String empty() throws IOException {
        return Files.createDirectories(folder.resolve("empty")).toString();
    }

    /** A PATH with what the launcher itself calls, and no javac. */
    private String pathWithoutJdk() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("bash", "readlink", "mkdir", "cat", "find", "rm", "mv")) {
            for (String place : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), Path.of(place + tool));
                }
            }
        }
        return bin.toString();
    }

    private Path fakeJdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.createFile(jdk.resolve("bin/javac")).toFile().setExecutable(true);
        return jdk;
    }
}
