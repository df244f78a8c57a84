package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Reads the compiled classes of all modules and holds them to {@link Layers}. */
class ArchitectureTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final String SAMPLES = "dev.wave.verify.samples";

    @Test
    void everyModuleKnowsOnlyWhatLiesBelowIt() throws IOException {
        JavaClasses classes = product();
        for (String module : modules()) {
            assertTrue(Layers.MAY_USE.containsKey(module), module + " is new: say in Layers what it may use");
            Layers.downwardsOnly("dev.wave", module).check(classes);
        }
    }

    @Test
    void noPackageNeedsItselfByAWayRound() throws IOException {
        Layers.noCircles("dev.wave").check(product());
    }

    @Test
    void classesOfTheProductWereRead() throws IOException {
        assertTrue(product().contain("dev.wave.cli.Wave"), "nothing to check: were the modules compiled?");
    }

    @Test
    void lowerModuleThatUsesAHigherOneIsFound() {
        assertFails("LooksUpward", () -> Layers.downwardsOnly(SAMPLES, "core").check(samples()));
        Layers.downwardsOnly(SAMPLES, "threads").check(samples());
    }

    @Test
    void coreThatUsesALibraryIsFound() {
        assertFails("Blackhole", () -> Layers.downwardsOnly(SAMPLES, "core").check(samples()));
    }

    @Test
    void circleOfPackagesIsFound() {
        assertFails("Cycle", () -> Layers.noCircles(SAMPLES).check(samples()));
    }

    private static void assertFails(String named, Executable check) {
        String message = assertThrows(AssertionError.class, check).getMessage();
        assertTrue(message.contains(named), message);
    }

    private static JavaClasses product() throws IOException {
        var folders = modules().stream()
                .map(module -> HOME.resolve(module).resolve("target/classes"))
                .toList();
        return new ClassFileImporter().importPaths(folders);
    }

    private static JavaClasses samples() {
        return new ClassFileImporter().importPackages(SAMPLES);
    }

    /** The modules that have code of the product; what checks them is none. */
    private static List<String> modules() throws IOException {
        try (var folders = Files.list(HOME)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .filter(folder -> Files.exists(folder.resolve("src/main/java")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("verify"))
                    .sorted()
                    .toList();
        }
    }
}
