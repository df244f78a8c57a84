package dev.wave.threads;

import dev.wave.core.link.MemoryWindow;
import dev.wave.core.protocol.CoreCondition;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.lang.foreign.Arena;
import java.util.function.Consumer;

/** Slots as they arrive at an agent, written by hand. Each call gives a slot that is good until the next. */
final class Wire {
    private static final int SLOTS = 4;

    private final SlotWriter writer;
    private final SlotReader reader;
    private final MemoryWindow memory;

    Wire() {
        QueueLayout layout = new QueueLayout(0, QueueLayout.bytes(SLOTS), SLOTS);
        memory = new MemoryWindow(
                Arena.ofAuto().allocate(QueueLayout.bytes(SLOTS) + QueueLayout.LINE, QueueLayout.LINE));
        writer = new SlotWriter(memory, memory, layout);
        reader = new SlotReader(memory, memory, layout);
        writer.format(1, 1);
        reader.open(1);
    }

    private SlotReader send(Consumer<SlotWriter> content) {
        if (!writer.hasRoom()) {
            reader.report();
        }
        if (!writer.hasRoom()) {
            throw new AssertionError("the wire is full");
        }
        content.accept(writer);
        writer.publish();
        if (reader.poll() != SlotReader.Found.SLOT) {
            throw new AssertionError("nothing arrived");
        }
        return reader;
    }

    /** A thread's news, of class 0 and weight 1. */
    SlotReader message(MessageKind kind, TargetState state, int core, long id, long sequence) {
        return message(kind, state, core, id, sequence, 0);
    }

    SlotReader message(MessageKind kind, TargetState state, int core, long id, long sequence, int threadClass) {
        return send(slot -> {
            MessageLayout.putTarget(slot, id, TargetWord.of(sequence, core, kind, state), threadClass, 1);
            MessageLayout.putDetails(slot, 5, 0, 0);
            MessageLayout.putDispatch(slot, 77);
        });
    }

    SlotReader core(int core, CoreCondition condition) {
        return send(slot -> MessageLayout.putCore(slot, core, condition, 5));
    }

    /** Seven words as they are. */
    SlotReader raw(long... words) {
        return send(slot -> {
            for (int i = 1; i <= 7; i++) {
                slot.put(i, i <= words.length ? words[i - 1] : 0);
            }
        });
    }

    SlotReader outcome(Outcome outcome, int core, long id, long sequence, long dispatch) {
        return send(slot -> {
            OutcomeLayout.put(slot, outcome, core, id, sequence);
            OutcomeLayout.putDecision(slot, 0, 1, dispatch, 5);
        });
    }
}
