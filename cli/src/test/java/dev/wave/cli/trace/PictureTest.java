package dev.wave.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.cli.trace.Entries.Window;
import dev.wave.cli.trace.Entry.Common;
import dev.wave.cli.trace.Entry.Target;
import dev.wave.cli.trace.TraceReader.Drawn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What is drawn, and that readers will take it. */
class PictureTest {
    private static final String LINK = "shm:orders";
    private static final Target SEVEN = new Target(7, 1);
    private static final Window SECOND = new Window(0, 1_000_000_000);

    private static Common at(long nanos) {
        return at(nanos, 3);
    }

    private static Common at(long nanos, long epoch) {
        return new Common(LINK, epoch, nanos);
    }

    /** One thread's way, with times of our own. */
    private static List<Entry> story() {
        return List.of(
                new Entry.Message(at(1_000), SEVEN, 4, "READY", 1, 2, 900),
                new Entry.MessageTaken(at(2_000), SEVEN, 4, "READY"),
                new Entry.Decision(at(3_000), SEVEN, 11, 0, 4),
                new Entry.Step(at(5_000), 3_500, 2),
                new Entry.Answer(at(6_000), SEVEN, 11, 0, "COMMITTED", 21),
                new Entry.AnswerTaken(at(7_000), SEVEN, 11, 0, "COMMITTED"),
                new Entry.Preemption(at(8_000), 0, 21),
                new Entry.Step(at(8_100), 1_200, 1),
                new Entry.Run(at(20_000), SEVEN, 0, 21, 2, 14_100, "PREEMPT"));
    }

    private static TraceReader drawn(Window window, Entry... entries) throws IOException {
        return drawn(window, Arrays.asList(entries));
    }

    private static TraceReader drawn(Window window, List<? extends Entry> entries) throws IOException {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::nanos));
        StringBuilder out = new StringBuilder();
        TraceFile.write(out, new Entries(sorted, window, 0, 0), Map.of(), Map.of("say", "a \"quoted\" \\ \n word"));
        return TraceReader.read(out.toString());
    }

    private static List<String> names(List<Drawn> drawn) {
        return drawn.stream().map(Drawn::name).toList();
    }

    @Test
    void decisionIsAnArrowFromItsMessageToItsRun() throws IOException {
        TraceReader trace = drawn(SECOND, story());
        assertEquals(1, trace.arrows().size());
        List<Drawn> way = trace.arrows().getFirst();
        assertEquals(
                List.of(
                        "READY target 7",
                        "take READY target 7",
                        "decide core 0, target 7",
                        "COMMITTED target 7",
                        "target 7 class \u2082"),
                names(way));
        assertEquals(
                List.of("other threads, link", "epoch 3", "epoch 3", "core 0, link", "core 0"),
                way.stream().map(Drawn::track).toList());
    }

    @Test
    void timesAreExactToTheNanosecond() throws IOException {
        Drawn run = drawn(SECOND, story()).on("core 0").getFirst();
        assertEquals(5_900, run.start());
        assertEquals(20_000, run.end());
        assertEquals("PREEMPT", run.details().get("end"));
        assertEquals("agent", run.details().get("decided by"));
    }

    @Test
    void whatHappenedInAStepLiesInsideIt() throws IOException {
        List<Drawn> agent = drawn(SECOND, story()).on("epoch 3");
        assertEquals(
                List.of(
                        "step",
                        "take READY target 7",
                        "decide core 0, target 7",
                        "step",
                        "take COMMITTED target 7",
                        "preempt core 0"),
                names(agent));
        assertEquals(agent.get(1).end(), agent.get(2).start(), "each lasts until the next one");
        assertEquals(agent.get(0).end(), agent.get(2).end(), "and the last one until the step ends");
    }

    @Test
    void preemptionIsSeenOnTheCoreToo() throws IOException {
        List<Drawn> core = drawn(SECOND, story()).on("core 0");
        assertEquals(List.of("target 7 class \u2082", "asked to let go"), names(core));
    }

    @Test
    void runOfTheFallbackSaysSo() throws IOException {
        TraceReader trace = drawn(SECOND, new Entry.Run(at(9_000, 0), SEVEN, 0, 21, 0, 100, "BLOCK"));
        assertEquals("fallback", trace.on("core 0").getFirst().details().get("decided by"));
        assertEquals(List.of("fallback"), names(trace.on("who decides")));
        assertEquals(List.of(), trace.arrows());
    }

    @Test
    void agentsAndFallbackFollowEachOther() throws IOException {
        TraceReader trace = drawn(
                SECOND,
                new Entry.EpochChange(at(100, 3), false, "SILENT", 0),
                new Entry.EpochChange(at(300, 4), true, "NONE", 4711));
        assertEquals(
                List.of("epoch 3", "fallback", "epoch 3 ended: SILENT", "epoch 4", "epoch 4 granted"),
                trace.on("who decides").stream()
                        .sorted(Comparator.comparingLong(Drawn::start)
                                .thenComparing(Comparator.comparingLong((Drawn slice) -> slice.end() - slice.start())
                                        .reversed()))
                        .map(Drawn::name)
                        .toList());
    }

    @Test
    void refusedDecisionEndsAtItsOutcome() throws IOException {
        TraceReader trace = drawn(
                SECOND,
                new Entry.Decision(at(3_000), SEVEN, 11, 0, 4),
                new Entry.Answer(at(6_000), SEVEN, 11, 0, "STALE", 0));
        assertEquals(
                List.of("decide core 0, target 7", "STALE target 7"),
                names(trace.arrows().getFirst()));
    }

    @Test
    void runThatGoesOnIsDrawnToTheEnd() throws IOException {
        TraceReader trace = drawn(
                SECOND,
                new Entry.Decision(at(3_000), SEVEN, 11, 0, 4),
                new Entry.Answer(at(6_000), SEVEN, 11, 0, "COMMITTED", 21));
        Drawn run = trace.on("core 0").getFirst();
        assertEquals(SECOND.endNanos(), run.end());
        assertEquals("not yet", run.details().get("end"));
    }

    @Test
    void spareCarrierGetsARowOfItsOwn() throws IOException {
        TraceReader trace = drawn(
                SECOND,
                new Entry.Run(at(5_000), SEVEN, 0, 21, 0, 4_000, "BLOCK"),
                new Entry.Run(at(6_000), new Target(8, 1), 0, 22, 0, 3_000, "BLOCK"),
                new Entry.Run(at(9_000), new Target(9, 1), 0, 23, 0, 3_000, "BLOCK"));
        assertEquals(2, trace.on("core 0").size());
        assertEquals(1, trace.on("core 0, spare 1").size());
    }

    @Test
    void anythingAtAnyTimeCanBeDrawn() {
        long only = Long.getLong("wave.seed", 0);
        for (long seed = only == 0 ? 1 : only; seed <= (only == 0 ? 40 : only); seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<Entry> entries = new ArrayList<>();
            // A short time, so that many things happen in one nanosecond, and runs overlap.
            for (int i = 0; i < 300; i++) {
                entries.add(any(random));
                if (i < 20) {
                    entries.add(new Entry.Step(at(i * 100 + 10 + random.nextInt(90), 1), random.nextInt(10), 1));
                }
            }
            try {
                TraceReader trace = drawn(new Window(0, 2_000), entries);
                long moments = entries.stream()
                        .filter(entry -> entry instanceof Entry.MessageTaken || entry instanceof Entry.Decision)
                        .count();
                long seen = trace.drawn().stream()
                        .filter(slice -> slice.name().startsWith("take READY")
                                || slice.name().startsWith("decide"))
                        .count();
                assertEquals(moments, seen, "nothing is lost");
                assertTrue(trace.arrows().size() > 10, "arrows");
            } catch (IOException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + "; to replay: ./wave test -pl cli -am -Dtest=PictureTest -Dwave.seed=" + seed
                                + ": " + e.getMessage(),
                        e);
            }
        }
    }

    private static Entry any(RandomGenerator random) {
        Common common = at(random.nextInt(2_000), 1 + random.nextInt(2));
        Target target = new Target(random.nextInt(4), 0);
        int number = random.nextInt(50);
        int core = random.nextInt(2);
        return switch (random.nextInt(9)) {
            case 0 -> new Entry.Message(common, target, number % 5, "READY", core * 2, 0, 0);
            case 1 -> new Entry.MessageTaken(common, target, number % 5, "READY");
            case 2, 3 -> new Entry.Decision(common, target, number, core, number % 5);
            case 4, 5 ->
                new Entry.Answer(common, target, number, core, number % 3 == 0 ? "STALE" : "COMMITTED", number);
            case 6 -> new Entry.Run(common, target, core, number, core, random.nextInt(300), "BLOCK");
            case 7 -> new Entry.Preemption(common, core, number);
            default -> new Entry.AnswerTaken(common, target, number, core, "COMMITTED");
        };
    }

    @Test
    void readerFindsWhatPerfettoWouldDrop() {
        String head =
                "{\"traceEvents\":[{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":5,\"args\":{\"name\":\"a\"}},";
        String slice =
                "{\"ph\":\"X\",\"name\":\"n\",\"cat\":\"c\",\"pid\":1,\"tid\":5,\"ts\":1.000,\"dur\":4.000,\"args\":{}}";
        TraceReader.read(head + slice + "]}");
        assertBad("half over", head + slice + "," + slice.replace("1.000", "2.000") + "]}");
        String arrow = "{\"ph\":\"s\",\"name\":\"d\",\"cat\":\"flow\",\"pid\":1,\"tid\":5,\"ts\":9.000,\"id\":1}";
        assertBad("hits no slice", head + slice + "," + arrow + "]}");
        assertBad(
                "starts once, and first",
                head + slice + "," + arrow.replace("\"s\"", "\"t\"").replace("9.0", "2.0") + "]}");
        assertBad("1 arrows, 0 ends", head + slice + "," + arrow.replace("9.0", "2.0") + "]}");
        assertBad("lacks what its phase needs", head + slice.replace("\"dur\":4.000,", "") + "]}");
        assertBad("without a name", head + slice.replace("\"tid\":5", "\"tid\":6") + "]}");
    }

    private static void assertBad(String problem, String file) {
        String message =
                assertThrows(AssertionError.class, () -> TraceReader.read(file)).getMessage();
        assertTrue(message.contains(problem), message);
    }
}
