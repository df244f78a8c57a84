package dev.wave.lab.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.sim.memory.FenceFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The simulated machine ignores one fence, flush or prefetch of the shipping code at a time, and some story must go wrong. Those that cannot be missed on this machine stand
 * in {@code fences.txt}, each with the reason why not; one that is missed after all must not stand there.
 *
 * <p>How often each was missed is written to {@code target/fence-mutations.md}.
 */
class FenceMutationTest {
    private static final int ROUNDS = Integer.getInteger("wave.rounds", 10);

    /** So many times as many rounds are tried before one is said to be missed by nobody: some need a rare coincidence. */
    private static final int PATIENCE = 20;

    private static final List<EveryStory.Named> STORIES = EveryStory.all();

    /**
     * What became of one.
     *
     * @param rounds in how many rounds, each of all stories with a seed of its own, something went wrong
     * @param first what went wrong first
     */
    private record Fate(FenceSite site, int rounds, String first) {
        boolean missed() {
            return !first.isEmpty();
        }

        String row() {
            return "| `" + site + "` | " + rounds + " of " + ROUNDS + " | " + first + " |";
        }
    }

    @Test
    void nothingGoesWrongWithAllOfThem() {
        List<String> wrong = IntStream.rangeClosed(1, 5 * ROUNDS)
                .parallel()
                .mapToObj(seed -> firstComplaint(STORIES, seed, FenceFilter.KEPT))
                .filter(complaint -> !complaint.isEmpty())
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void eachOneLeftOutIsMissedOrCannotBe() throws IOException {
        Map<String, String> excused = excused();
        List<FenceSite> sites = FenceSite.all();
        assertTrue(sites.size() > 40, "the class files show " + sites.size() + " fences only");
        List<Fate> fates = sites.parallelStream()
                .map(site -> fate(site, excused.containsKey(site.toString())))
                .toList();
        report(fates, excused);
        assertEquals(
                List.of(),
                names(fates, fate -> !fate.missed() && !excused.containsKey(fate.site.toString())),
                "ignored, and no story went wrong");
        assertEquals(
                List.of(),
                names(fates, fate -> fate.missed() && excused.containsKey(fate.site.toString())),
                "said not to be missed in fences.txt, and missed");
        sites.forEach(site -> excused.remove(site.toString()));
        assertEquals(Map.of(), excused, "in fences.txt, and not in the code any more");
    }

    private static List<String> names(List<Fate> fates, Predicate<Fate> which) {
        return fates.stream()
                .filter(which)
                .map(fate -> fate.site + " " + fate.first)
                .toList();
    }

    private static Fate fate(FenceSite site, boolean excused) {
        List<EveryStory.Named> stories =
                STORIES.stream().filter(story -> story.mayMiss(site.kind())).toList();
        int missed = 0;
        String first = "";
        for (long seed = 1; seed <= ROUNDS || first.isEmpty() && !excused && seed <= PATIENCE * ROUNDS; seed++) {
            String complaint = firstComplaint(stories, seed, site);
            missed += complaint.isEmpty() || seed > ROUNDS ? 0 : 1;
            first = first.isEmpty() ? complaint : first;
        }
        return new Fate(site, missed, first);
    }

    /** The stories under one seed, until one goes wrong. */
    private static String firstComplaint(List<EveryStory.Named> stories, long seed, FenceFilter fences) {
        for (EveryStory.Named story : stories) {
            String complaint = story.tell(seed, fences);
            if (!complaint.isEmpty()) {
                return story + ", seed " + seed + ": " + complaint;
            }
        }
        return "";
    }

    private static void report(List<Fate> fates, Map<String, String> excused) throws IOException {
        String missed = fates.stream().filter(Fate::missed).map(Fate::row).collect(Collectors.joining("\n"));
        String others = fates.stream()
                .filter(fate -> !fate.missed())
                .map(fate -> "| `" + fate.site + "` | " + excused.getOrDefault(fate.site.toString(), "NO REASON GIVEN")
                        + " |")
                .collect(Collectors.joining("\n"));
        Files.writeString(
                Files.createDirectories(Path.of("target")).resolve("fence-mutations.md"),
                "| left out | missed in | what goes wrong first |\n|---|---|---|\n" + missed
                        + "\n\n| left out | why nobody can miss it here |\n|---|---|\n" + others + "\n");
    }

    private static Map<String, String> excused() throws IOException {
        Map<String, String> excused = new TreeMap<>();
        try (InputStream in = FenceMutationTest.class.getResourceAsStream("fences.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" : ", 2))
                    .forEach(parts -> excused.put(parts[0].strip(), parts[1].strip()));
        }
        return excused;
    }
}
