package dev.wave.core.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.host.Counters;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.StateTable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the page, the descriptions and the offsets of the hot path say the same about every counter. */
class CountersPageTest {

    private static String page() throws IOException {
        try (var in = StateTable.class.getResourceAsStream("protocol.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String section(String name) throws IOException {
        String page = page();
        String begin = "<!-- counters:" + name + ":begin -->\n";
        int from = page.indexOf(begin);
        assertTrue(from > 0, "docs/protocol.md has no " + begin);
        return page.substring(from + begin.length(), page.indexOf("<!-- counters:" + name + ":end -->"));
    }

    private static String table(Counter[] counters) {
        return Stream.of(counters)
                .map(counter -> "| " + counter.word() + " | `" + counter.label() + "` | " + counter.meaning() + " |\n")
                .collect(Collectors.joining("", "| word | counter | what it counts |\n|---|---|---|\n", ""));
    }

    @Test
    void pageDescribesEveryCounterAsTheCodeDoes() throws IOException {
        assertEquals(table(CoreCounter.values()), section("core"), "paste the expected text into docs/protocol.md");
        assertEquals(table(WatchdogCounter.values()), section("watchdog"), "paste the expected text");
        assertEquals(table(AgentCounter.values()), section("agent"), "paste the expected text");
    }

    @Test
    void pageDescribesEveryErrorAsTheCodeDoes() throws IOException {
        String expected = Stream.of(ErrorKind.values())
                .map(kind -> "| " + kind.code() + " | " + kind.words() + " | "
                        + (kind.aboutARegion() ? "region" : "core") + " |\n")
                .collect(Collectors.joining("", "| code | what | place |\n|---|---|---|\n", ""));
        assertEquals(expected, section("errors"), "paste the expected text into docs/protocol.md");
    }

    /** Offsets are compile-time constants for the hot path; each must stand for the counter of its name. */
    @Test
    void everyOffsetHasItsDescription() throws IllegalAccessException {
        List<Counter> host = Stream.<Counter[]>of(CoreCounter.values(), WatchdogCounter.values())
                .flatMap(Arrays::stream)
                .toList();
        assertEquals(20, offsetsDescribed(Counters.class, host));
        assertEquals(14, offsetsDescribed(AgentCounters.class, List.of(AgentCounter.values())));
    }

    private static int offsetsDescribed(Class<?> offsets, List<Counter> described) throws IllegalAccessException {
        int checked = 0;
        for (Field field : offsets.getFields()) {
            // The outcomes stand for a range, which the next test checks.
            if (field.getType() == int.class && !field.getName().equals("OUTCOMES")) {
                int word = field.getInt(null);
                boolean found = described.stream()
                        .anyMatch(counter -> counter.name().equals(field.getName()) && counter.word() == word);
                assertTrue(found, field + " = " + word + " has no description: add it to the enums beside Counter");
                checked++;
            }
        }
        return checked;
    }

    @Test
    void outcomesStandInTheOrderOfTheirCodes() {
        for (Outcome outcome : Outcome.values()) {
            assertEquals(outcome.name(), CoreCounter.of(outcome).name());
            assertEquals(Counters.of(outcome), CoreCounter.of(outcome).word());
            assertEquals(outcome.name(), AgentCounter.of(outcome).name().replace("_DECISIONS", ""));
            assertEquals(AgentCounters.of(outcome), AgentCounter.of(outcome).word());
        }
    }

    @Test
    void blocksHaveRoomForTheirCounters() {
        assertTrue(CoreCounter.values().length <= 16 + 8 && WatchdogCounter.values().length <= 16);
        assertTrue(AgentCounter.values().length <= 64);
    }
}
