package dev.wave.threads.preempt;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method's exception table, with holes for the calls that close a deferral.
 *
 * <p>javac guards a synchronized block by a catch-all handler that releases the monitor and covers itself. The call
 * inserted after a monitorexit must not be covered by that handler: should the call fail, the handler would release the
 * monitor, and close the deferral, a second time. The same holds for the handler around a whole synchronized or {@link
 * NoPreempt} method.
 */
final class ExceptionRanges {
    /** The labels before and after the code inserted at a place. */
    record Hole(Label from, Label to) {}

    private final MethodShape shape;
    private final CodeBuilder builder;
    private final Map<Integer, Hole> holes = new HashMap<>();

    ExceptionRanges(MethodShape shape, CodeBuilder builder) {
        this.shape = shape;
        this.builder = builder;
    }

    /** The hole at a place; the same one each time. */
    Hole hole(int at) {
        return holes.computeIfAbsent(at, ignored -> new Hole(builder.newLabel(), builder.newLabel()));
    }

    /**
     * Whether each monitorenter is followed at once by the catch-all entry that guards it, as javac has it. Only then
     * can a call go in between: a call that could fail with a monitor held and no handler makes the JIT compiler give
     * up the method.
     */
    static boolean guardsMonitors(MethodShape shape) {
        for (int at = 0; at < shape.elements().size(); at++) {
            if (isMonitor(shape, at, Opcode.MONITORENTER)
                    && guardFrom(shape, at).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Writes the method's own table. Goes before all code, so that the order of the entries stays. */
    void writeOriginal() {
        Map<ExceptionCatch, List<Integer>> cuts = new IdentityHashMap<>();
        Map<ExceptionCatch, Label> starts = new IdentityHashMap<>();
        for (int at = 0; at < shape.elements().size(); at++) {
            int place = at;
            if (isMonitor(shape, at, Opcode.MONITORENTER)) {
                guardFrom(shape, at)
                        .ifPresent(entry -> starts.put(entry, hole(place).from()));
            } else if (isMonitor(shape, at, Opcode.MONITOREXIT)) {
                guardOf(at)
                        .ifPresent(entry -> cuts.computeIfAbsent(entry, ignored -> new ArrayList<>())
                                .add(place));
            }
        }
        for (ExceptionCatch entry : shape.catches()) {
            writeCut(entry, starts.getOrDefault(entry, entry.tryStart()), cuts.getOrDefault(entry, List.of()));
        }
    }

    /** Writes a catch-all entry around the whole method, from a place on, save for the code inserted at its returns. */
    void writeAround(Label start, int startAt, Label handler) {
        Label from = start;
        int fromAt = startAt;
        for (int at = startAt; at < shape.elements().size(); at++) {
            if (shape.element(at) instanceof ReturnInstruction) {
                if (shape.hasInstruction(fromAt, at)) {
                    builder.exceptionCatchAll(from, hole(at).from(), handler);
                }
                from = hole(at).to();
                fromAt = at + 1;
            }
        }
        if (shape.hasInstruction(fromAt, shape.elements().size())) {
            builder.exceptionCatchAll(from, handler, handler);
        }
    }

    private static boolean isMonitor(MethodShape shape, int at, Opcode opcode) {
        return shape.element(at) instanceof MonitorInstruction monitor && monitor.opcode() == opcode;
    }

    /** The catch-all entry that begins right after a place: of several the outermost, which is the last. */
    private static Optional<ExceptionCatch> guardFrom(MethodShape shape, int at) {
        return shape.catches().stream()
                .filter(entry -> entry.catchType().isEmpty())
                .filter(entry -> shape.position(entry.tryStart()) > at)
                .filter(entry -> !shape.hasInstruction(at + 1, shape.position(entry.tryStart())))
                .reduce((ignored, last) -> last);
    }

    /** The innermost catch-all entry over a place: in table order the first. */
    private Optional<ExceptionCatch> guardOf(int at) {
        return shape.catches().stream()
                .filter(entry -> entry.catchType().isEmpty())
                .filter(entry -> shape.position(entry.tryStart()) <= at && at < shape.position(entry.tryEnd()))
                .findFirst();
    }

    private void writeCut(ExceptionCatch entry, Label start, List<Integer> exits) {
        Label from = start;
        int fromAt = shape.position(entry.tryStart());
        for (int exit : exits) {
            write(from, hole(exit).from(), entry);
            from = hole(exit).to();
            fromAt = exit + 1;
        }
        if (shape.hasInstruction(fromAt, shape.position(entry.tryEnd()))) {
            write(from, entry.tryEnd(), entry);
        }
    }

    private void write(Label from, Label to, ExceptionCatch entry) {
        builder.exceptionCatch(from, to, entry.handler(), entry.catchType());
    }
}
