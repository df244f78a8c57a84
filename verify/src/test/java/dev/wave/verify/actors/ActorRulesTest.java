package dev.wave.verify.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.verify.actors.ActorRules.Breach;
import dev.wave.verify.samples.actors.EntersAMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code that simulated actors run uses no locks, thread locals or parking, and touches no link while classes are initialised. */
class ActorRulesTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));

    /** Folders of classes that actors run, with everything below those that end with a slash. */
    private static final List<String> RUN_BY_ACTORS = List.of(
            "core/target/classes/dev/wave/core",
            "core/target/classes/dev/wave/core/agent",
            "core/target/classes/dev/wave/core/counters",
            "core/target/classes/dev/wave/core/host",
            "core/target/classes/dev/wave/core/ledger",
            "core/target/classes/dev/wave/core/model",
            "core/target/classes/dev/wave/core/protocol",
            "core/target/classes/dev/wave/core/queue",
            "threads/target/classes/dev/wave/threads",
            "threads/target/classes/dev/wave/threads/policy",
            "sim/target/classes/",
            "lab/target/classes/");

    @Test
    void codeThatActorsRunNeitherLocksNorWaits() throws IOException {
        ActorRules rules = new ActorRules(classFiles());
        assertTrue(
                rules.classesRead() > 100,
                "only " + rules.classesRead() + " classes were read: were the modules compiled?");
        Map<String, String> excused = excused();
        List<Breach> left = new ArrayList<>(rules.breaches());
        var unneeded = new TreeSet<String>();
        excused.forEach((prefix, reason) -> {
            if (!left.removeIf(breach -> breach.place().startsWith(prefix))) {
                unneeded.add(prefix);
            }
        });
        assertEquals(
                List.of(),
                left,
                "actors share one thread, see docs/simulator.md; what no actor runs goes to actors.txt, with the reason");
        assertEquals(new TreeSet<>(), unneeded, "actors.txt excuses what needs no excuse");
    }

    @Test
    void eachRuleCanFail() throws Exception {
        Path samples = Path.of(EntersAMonitor.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(EntersAMonitor.class.getPackageName().replace('.', '/'));
        Map<String, String> found = new LinkedHashMap<>();
        for (Breach breach : new ActorRules(read(Stream.of(samples), 1)).breaches()) {
            found.put(
                    breach.place()
                            .substring(breach.place()
                                            .lastIndexOf('.', breach.place().lastIndexOf('.') - 1)
                                    + 1),
                    breach.what());
        }
        assertEquals(
                Map.of(
                        "EntersAMonitor.enter", "enters a monitor",
                        "IsSynchronized.enter", "is synchronized",
                        "Parks.rest", "uses a lock or parks",
                        "KeepsAThreadLocal.<clinit>", "uses a thread local or scoped value",
                        "TouchesTheLinkEarly.<clinit>", "touches the link while its class is initialised"),
                found);
    }

    private static List<byte[]> classFiles() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String folder : RUN_BY_ACTORS) {
            files.addAll(read(Stream.of(HOME.resolve(folder)), folder.endsWith("/") ? Integer.MAX_VALUE : 1));
        }
        return files;
    }

    private static List<byte[]> read(Stream<Path> folders, int depth) {
        return folders.flatMap(folder -> {
                    try (Stream<Path> files = Files.walk(folder, depth)) {
                        return files.filter(file -> file.toString().endsWith(".class")).toList().stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .map(ActorRulesTest::bytes)
                .toList();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of {@code PLACE : REASON}; a place excuses everything whose name begins with it. */
    private static Map<String, String> excused() throws IOException {
        Map<String, String> excused = new LinkedHashMap<>();
        try (var in = ActorRulesTest.class.getResourceAsStream("actors.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" : ", 2))
                    .forEach(parts -> excused.put(parts[0].strip(), parts[1].strip()));
        }
        return excused;
    }
}
