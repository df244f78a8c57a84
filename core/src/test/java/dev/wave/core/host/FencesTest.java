package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.reordering.FenceSite;
import dev.wave.core.reordering.Fences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every fence and every flush of the shipping code is there for a reason: with any one of them ignored, some story on reordering memory goes
 * wrong. The few that only save time, or that hardware's own rules make superfluous, stand in {@code fences.txt} with the reason why they stay.
 */
class FencesTest {
    private static final int ROUNDS = Integer.getInteger("wave.rounds", 20);

    @Test
    void nothingGoesWrongWithAllOfThem() {
        assertNull(new EveryStory().firstFailure(Fences.KEPT, 3));
    }

    @Test
    void eachOneLeftOutIsNoticed() throws IOException {
        Map<String, String> excused = excused();
        List<String> unnoticed = new ArrayList<>();
        List<FenceSite> sites = FenceSite.all();
        assertTrue(sites.size() > 20, "the class files show " + sites.size() + " fences only");
        for (FenceSite site : sites) {
            if (excused.remove(site.toString()) == null) {
                EveryStory.Failure failure = new EveryStory().firstFailure(site, ROUNDS);
                if (failure == null) {
                    unnoticed.add(site.toString());
                } else {
                    System.out.println("| `" + site + "` | " + failure.story() + ", seed " + failure.seed() + " | "
                            + failure.complaint() + " |");
                }
            }
        }
        assertEquals(List.of(), unnoticed, "ignored, and no story went wrong");
        assertEquals(Map.of(), excused, "excused in fences.txt, and not in the code any more");
    }

    private static Map<String, String> excused() throws IOException {
        Map<String, String> excused = new TreeMap<>();
        try (InputStream in = FencesTest.class.getResourceAsStream("fences.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList()) {
                String[] parts = line.split(" : ", 2);
                excused.put(parts[0].strip(), parts[1].strip());
            }
        }
        return excused;
    }
}
