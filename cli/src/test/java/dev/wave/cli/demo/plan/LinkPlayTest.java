package dev.wave.cli.demo.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.LinkException;
import dev.wave.core.model.MachineModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The links that a demo plays: how they are written, and which runs show what each trick is worth. */
class LinkPlayTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shm",
                "delayed:mount-evans",
                "delayed:coherent",
                "delayed:mount-evans,no-wt",
                "delayed:coherent,no-wc,no-wt,no-prefetch"
            })
    void spellingIsReadAsItWasWritten(String text) {
        LinkPlay play = LinkPlay.parse(text, 3);
        assertEquals(text, play.spelling());
        assertEquals(3, play.prestage());
        assertEquals(play, LinkPlay.parse(play.spelling(), 3));
        assertEquals(text + ":orders", play.uri("orders"));
    }

    @Test
    void plainSharedMemoryPlaysNothing() {
        assertEquals(LinkPlay.SHM, LinkPlay.parse("shm", 1));
        assertEquals(Optional.empty(), LinkPlay.SHM.delays());
        assertEquals(List.of(LinkPlay.SHM), LinkPlay.SHM.ladder());
    }

    @Test
    void whatNamesNoLinkIsRefusedWithTheOnesThereAre() {
        assertTrue(refusal("mount-evans").contains("there are shm and delayed:MODEL"), refusal("mount-evans"));
        assertTrue(refusal("").contains("delayed:mount-evans"), refusal(""));
        assertTrue(refusal("delayed:mont-evans").contains("mount-evans, coherent"), refusal("delayed:mont-evans"));
        assertTrue(refusal("delayed:").contains("mount-evans, coherent"), refusal("delayed:"));
        assertTrue(refusal("delayed:coherent,wc").contains("no-wc, no-wt"), refusal("delayed:coherent,wc"));
        assertTrue(refusal("delayed:coherent:orders").contains("coherent:orders"), refusal("delayed:coherent:orders"));
    }

    private static String refusal(String text) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> LinkPlay.parse(text, 1));
        assertTrue(refused instanceof IllegalArgumentException || refused instanceof LinkException, refused::toString);
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        return refused.getMessage();
    }

    @Test
    void ladderLeavesOutEachTrickAndThenAll() {
        List<String> labels = LinkPlay.parse("delayed:mount-evans", 1).ladder().stream()
                .map(LinkPlay::label)
                .toList();
        assertEquals(
                List.of(
                        "delayed:mount-evans",
                        "delayed:mount-evans,no-wc",
                        "delayed:mount-evans,no-wt",
                        "delayed:mount-evans,no-prefetch",
                        "delayed:mount-evans,no-prestage",
                        "delayed:mount-evans,no-wc,no-wt,no-prefetch,no-prestage"),
                labels);
    }

    @Test
    void ladderKeepsModelAndDepthOfPrestaging() {
        List<LinkPlay> ladder = LinkPlay.parse("delayed:coherent", 4).ladder();
        assertTrue(ladder.stream()
                .allMatch(step -> step.delays().orElseThrow().model().equals(MachineModel.COHERENT)));
        assertEquals(
                List.of(4, 4, 4, 4, 0, 0),
                ladder.stream().map(LinkPlay::prestage).toList());
    }

    @Test
    void labelTellsPrestagingApartOnlyWhenThereIsNone() {
        assertEquals("shm", LinkPlay.parse("shm", 8).label());
        assertEquals("shm,no-prestage", LinkPlay.parse("shm", 0).label());
    }
}
