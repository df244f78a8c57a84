package dev.wave.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelFileTest {
    private static final String WHOLE =
            Stream.of(Cost.values()).map(ModelFileTest::line).collect(Collectors.joining("\n"));

    private static String line(Cost cost) {
        return cost.key() + " = 3 " + cost.unit().symbol() + " | measured | a ruler";
    }

    private static String unusable(String text) {
        return assertThrows(ModelFile.Unusable.class, () -> ModelFile.parse("mine", "mine.model", text))
                .getMessage();
    }

    @Test
    void everyConstantOfAFileIsRead() {
        MachineModel model = ModelFile.parse("mine", "mine.model", "# a comment\n\n" + WHOLE);
        for (Cost cost : Cost.values()) {
            assertEquals(new Constant(3, Confidence.MEASURED, "a ruler"), model.constant(cost), cost.key());
        }
        assertEquals(3_000, model.picos(Cost.LINK_ONE_WAY));
    }

    @Test
    void everyConstantOfThePresetsHasASource() {
        for (MachineModel model : MachineModel.PRESETS) {
            for (Cost cost : Cost.values()) {
                assertFalse(model.constant(cost).source().isBlank(), model.name() + ": " + cost.key());
            }
            assertEquals(model, MachineModel.byName(model.name()).orElseThrow());
        }
    }

    /** A read is a round trip: it can take no less than a store takes one way. */
    @Test
    void presetsAreConsistent() {
        for (MachineModel model : MachineModel.PRESETS) {
            assertTrue(model.value(Cost.LINK_READ) >= model.value(Cost.LINK_ONE_WAY), model.name());
            assertTrue(model.value(Cost.NIC_LOAD_MISS) >= model.value(Cost.NIC_LOAD_HIT), model.name());
        }
    }

    @Test
    void unknownKeyIsAnsweredWithTheNearest() {
        assertEquals(
                "mine.model:1: there is no constant 'link.one-wey'; did you mean link.one-way?",
                unusable("link.one-wey = 1 ns | found | there"));
    }

    @Test
    void wrongValueNamesFileLineAndUnit() {
        for (String value : new String[] {"x ns", "1", "1 us", "-1 ns", "1 ns 2", "NaN ns"}) {
            assertEquals(
                    "mine.model:2: '" + value + "' is no value of link.one-way: write a number from 0 upwards and ns.",
                    unusable("\nlink.one-way = " + value + " | found | there"));
        }
    }

    @Test
    void otherMistakesAreNamed() {
        assertTrue(unusable("link.one-way 1").contains("is not of the form"));
        assertTrue(unusable("link.one-way = 1 ns | guessed | there").contains("'guessed' does not say"));
        assertTrue(unusable(WHOLE + "\n" + line(Cost.LINK_POST)).contains("given twice"));
        assertTrue(unusable(WHOLE.replace(line(Cost.LINK_POST), "")).contains("link.post is missing"));
    }

    @Test
    void oneConstantCanBeChanged() {
        Constant mine = new Constant(9, Confidence.MEASURED, "my machine");
        MachineModel model = MachineModel.MOUNT_EVANS.with(Cost.LINK_READ, mine);
        assertEquals(9, model.value(Cost.LINK_READ));
        assertEquals(MachineModel.MOUNT_EVANS.constant(Cost.LINK_POST), model.constant(Cost.LINK_POST));
    }
}
