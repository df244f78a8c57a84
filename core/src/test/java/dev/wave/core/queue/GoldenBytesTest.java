package dev.wave.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.wave.core.protocol.CoreCondition;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every byte of a queue, as docs/protocol.md, section 4, lays it out. Whoever writes the other end in C can copy these
 * lines.
 *
 * <p>Groups are 8-byte words in memory order, so the lowest byte comes first.
 */
class GoldenBytesTest {
    private final TestQueue queue = new TestQueue(8);
    private final SlotWriter writer = queue.writer(7);

    private static void assertLine(byte[] line, String... words) {
        HexFormat hex = HexFormat.of();
        StringBuilder expected = new StringBuilder();
        StringBuilder actual = new StringBuilder();
        for (int word = 0; word < 8; word++) {
            expected.append(8 * word)
                    .append(": ")
                    .append(words[word].replace(" ", ""))
                    .append('\n');
            actual.append(8 * word)
                    .append(": ")
                    .append(hex.formatHex(line, word * 8, word * 8 + 8))
                    .append('\n');
        }
        assertEquals(expected.toString(), actual.toString());
    }

    private static final String ZERO = "00 00 00 00 00 00 00 00";

    @Test
    void headerIsAsThePageSays() {
        assertLine(
                queue.line(0),
                "57 41 56 45 51 55 45 31", // magic "WAVEQUE1"
                "01 00 00 00 02 00 00 00", // version range 1 to 2
                "08 00 00 00 00 00 00 00", // slots
                "01 01 00 00 00 00 00 00", // direction 1 to NIC, attribute 1 write-back
                "07 00 00 00 00 00 00 00", // epoch
                ZERO,
                ZERO,
                ZERO);
        assertEquals("WAVEQUE1", new String(queue.line(0), 0, 8, StandardCharsets.US_ASCII));
    }

    @Test
    void directionTowardsTheHostIsTwo() {
        new SlotWriter(queue.producer, queue.consumer, queue.layout).format(2, 7);
        assertEquals(2, queue.line(0)[24]);
    }

    @Test
    void messageSlotIsAsThePageSays() {
        long word = TargetWord.of(0x0203, 2, MessageKind.PREEMPTED, TargetState.READY);
        MessageLayout.putTarget(writer, TargetId.of(0x01020304, 5), word, 0x0a0b, 0xfffe);
        MessageLayout.putDetails(writer, 0x1111111111111111L, 0x2222222222222222L, 0x8000000000000001L);
        MessageLayout.putDispatch(writer, 0x33);
        writer.publish();
        assertLine(
                queue.slot(0),
                "01 00 00 00 00 00 00 00", // valid word: position 0 + 1
                "04 02 02 00 0b 0a fe ff", // kind 4, state 2, core 2, class, weight
                "04 03 02 01 05 00 00 00", // index, generation
                "03 02 00 00 00 00 00 00", // sequence number
                "11 11 11 11 11 11 11 11", // host clock
                "22 22 22 22 22 22 22 22", // deadline
                "01 00 00 00 00 00 00 80", // affinity: cores 0 and 63
                "33 00 00 00 00 00 00 00"); // dispatch
    }

    @Test
    void wokenTravelsAsRunningAndNoCoreAsFfff() {
        long word = TargetWord.of(1, TargetWord.NO_CORE, MessageKind.CHANGED, TargetState.WOKEN);
        MessageLayout.putTarget(writer, TargetId.of(0, 1), word, 0, 1);
        MessageLayout.putDetails(writer, 0, 0, 0);
        MessageLayout.putDispatch(writer, 0);
        writer.publish();
        assertLine(
                queue.slot(0),
                "01 00 00 00 00 00 00 00",
                "07 03 ff ff 00 00 01 00",
                "00 00 00 00 01 00 00 00",
                "01 00 00 00 00 00 00 00",
                ZERO,
                ZERO,
                ZERO,
                ZERO);
    }

    @Test
    void coreSlotNamesNoTarget() {
        for (int word = 1; word < 8; word++) {
            writer.put(word, -1);
        }
        MessageLayout.putCore(writer, 0x0102, new CoreCondition(0x66, false, 0x77), 0x55);
        writer.publish();
        assertLine(
                queue.slot(0),
                "01 00 00 00 00 00 00 00",
                "09 02 02 01 00 00 00 00", // kind 9, offline, core
                ZERO,
                "66 00 00 00 00 00 00 00", // changes of this core
                "55 00 00 00 00 00 00 00", // host clock
                ZERO,
                ZERO,
                "77 00 00 00 00 00 00 00"); // stuck dispatch
        SlotReader reader = queue.reader(7);
        assertEquals(SlotReader.Found.SLOT, reader.poll());
        assertEquals(new CoreCondition(0x66, false, 0x77), MessageLayout.condition(reader));
    }

    @Test
    void decisionSlotIsAsThePageSays() {
        for (int word = 1; word < 8; word++) {
            writer.put(word, -1);
        }
        DecisionLayout.put(writer, 0x0304, 0x0a0b0c0dL, TargetId.of(9, 2), 0x77);
        DecisionLayout.putId(writer, 0x88, 0x99);
        writer.publish();
        assertLine(
                queue.slot(0),
                "01 00 00 00 00 00 00 00",
                "01 00 04 03 0d 0c 0b 0a", // kind RUN, reserved, core, epoch
                "09 00 00 00 02 00 00 00", // index, generation
                "77 00 00 00 00 00 00 00", // stamp
                "88 00 00 00 00 00 00 00", // decision id
                "99 00 00 00 00 00 00 00", // agent clock
                ZERO,
                ZERO);
    }

    @Test
    void outcomeSlotIsAsThePageSays() {
        OutcomeLayout.put(writer, Outcome.STALE, 0x0304, TargetId.of(9, 2), 0x78);
        OutcomeLayout.putDecision(writer, 0x0506, 0x88, 0x44, 0x66);
        writer.publish();
        assertLine(
                queue.slot(0),
                "01 00 00 00 00 00 00 00",
                "08 00 04 03 00 00 00 00", // outcome 8, reserved, core of the queue, reserved
                "09 00 00 00 02 00 00 00", // target
                "78 00 00 00 00 00 00 00", // sequence number after the outcome
                "06 05 00 00 00 00 00 00", // position of the decision
                "88 00 00 00 00 00 00 00", // decision id
                "44 00 00 00 00 00 00 00", // dispatch number
                "66 00 00 00 00 00 00 00"); // host clock
    }

    @Test
    void readLineHoldsCountAndEpoch() {
        SlotReader reader = queue.reader(7);
        TestQueue.put(writer, 1);
        TestQueue.put(writer, 2);
        reader.poll();
        reader.poll();
        assertEquals(2, queue.consumerMemory[0], "slots consumed");
        assertEquals(7, queue.consumerMemory[1], "the epoch it belongs to");
    }

    @Test
    void validWordCountsOnThroughTheLaps() {
        SlotReader reader = queue.reader(7);
        for (int i = 0; i < 10; i++) {
            TestQueue.put(writer, i);
            assertEquals(SlotReader.Found.SLOT, reader.poll());
        }
        assertEquals(10, queue.slot(9)[0], "position 9 lies where position 1 lay");
        assertEquals(queue.layout.slot(1), queue.layout.slot(9));
        assertEquals(3, queue.slot(2)[0]);
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        SlotReader reader = queue.reader(7);
        long word = TargetWord.of(77, 1023, MessageKind.DISCOVERED, TargetState.GONE);
        MessageLayout.putTarget(writer, TargetId.of(-2, -1), word, 0xffff, 1);
        MessageLayout.putDetails(writer, Long.MIN_VALUE, -1, 5);
        MessageLayout.putDispatch(writer, 6);
        writer.publish();
        assertEquals(SlotReader.Found.SLOT, reader.poll());
        assertEquals(MessageKind.DISCOVERED, MessageLayout.kind(reader));
        assertEquals(TargetState.GONE.ordinal(), MessageLayout.state(reader));
        assertEquals(1023, MessageLayout.core(reader));
        assertEquals(0xffff, MessageLayout.targetClass(reader));
        assertEquals(1, MessageLayout.weight(reader));
        assertEquals(-2, TargetId.index(MessageLayout.target(reader)));
        assertEquals(-1, TargetId.generation(MessageLayout.target(reader)));
        assertEquals(77, MessageLayout.sequence(reader));
        assertEquals(Long.MIN_VALUE, MessageLayout.nanos(reader));
        assertEquals(-1, MessageLayout.deadlineNanos(reader));
        assertEquals(5, MessageLayout.affinity(reader));
        assertEquals(6, MessageLayout.dispatch(reader));
    }

    @Test
    void kindsHaveTheNumbersOfThePage() {
        String page = "STARTED READY YIELDED PREEMPTED BLOCKED DEPARTED CHANGED DISCOVERED CORE";
        int code = 1;
        for (String name : page.split(" ")) {
            assertEquals(MessageKind.valueOf(name), MessageKind.of(code++));
        }
        assertEquals(code, MessageKind.values().length);
        assertNull(MessageKind.of(code));
        assertNull(MessageKind.of(255));
        String states = "ABSENT BLOCKED READY RUNNING WOKEN GONE";
        assertEquals(states, Stream.of(TargetState.values()).map(Enum::name).collect(Collectors.joining(" ")));
    }
}
