package dev.wave.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void valuesBecomeTheirJsonText() {
        assertEquals(
                "{\"a\": [1, 2.5, true, null]}", Json.text(Map.of("a", java.util.Arrays.asList(1, 2.5, true, null))));
    }

    @Test
    void whatIsNoNumberBecomesNull() {
        assertEquals("[null, null]", Json.text(List.of(Double.NaN, Double.POSITIVE_INFINITY)));
    }

    @Test
    void specialCharactersAreEscaped() {
        assertEquals("\"a\\\"b\\\\c\\n\\u0001\"", Json.text("a\"b\\c\n\u0001"));
    }
}
