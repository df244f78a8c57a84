package dev.wave.threads.preempt;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes the back edges of loops that count down ({@link CountdownLoop}).
 *
 * <p>All jumps back of a loop are led through one tail, at the place of the last of them:
 *
 * <pre>
 *   tail:  iinc slot, -cost
 *          iload slot; ifgt head     -- the common way round
 *          poll; slot = full
 *          goto head                 -- a jump of its own: C2 makes it a loop around a clean inner one
 * </pre>
 */
final class FuelWriter {
    static final ClassDesc PREEMPTION = ClassDesc.of(Preemption.class.getName());
    static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final MethodShape shape;
    private final LoopPlan plan;
    private final Map<Label, Label> tails = new HashMap<>();
    private final Set<Label> written = new HashSet<>();

    FuelWriter(MethodPlan plan) {
        this.plan = plan.loops();
        shape = plan.shape();
    }

    /** At the start of the method. */
    void begin(CodeBuilder builder) {
        Map<Integer, Integer> tanks = new LinkedHashMap<>();
        plan.countdowns().values().forEach(loop -> tanks.put(loop.slot(), loop.first()));
        tanks.forEach((slot, first) -> builder.loadConstant(first).istore(slot));
    }

    /** A jump; one that goes backwards burns fuel first. */
    void branch(CodeBuilder builder, Opcode opcode, Label target, int from) {
        CountdownLoop loop = loop(target, from);
        if (loop == null) {
            builder.branch(opcode, target);
        } else if (from != loop.tail() || written.contains(target)) {
            builder.branch(opcode, tail(builder, loop));
        } else if (opcode == Opcode.GOTO || opcode == Opcode.GOTO_W) {
            writeTail(builder, loop);
        } else {
            Label past = builder.newLabel();
            builder.branch(Opcodes.opposite(opcode), past);
            writeTail(builder, loop);
            builder.labelBinding(past);
        }
    }

    /** Where a case of a switch goes. */
    Label detour(CodeBuilder builder, Label target, int from) {
        CountdownLoop loop = loop(target, from);
        return loop == null ? target : tail(builder, loop);
    }

    /** After a switch. Nothing falls out of it, so the place behind it is free for tails. */
    void afterSwitch(CodeBuilder builder, int at) {
        for (CountdownLoop loop : plan.countdowns().values()) {
            if (loop.tail() == at && !written.contains(loop.head())) {
                writeTail(builder, loop);
            }
        }
    }

    /** A poll. */
    static void poll(CodeBuilder builder) {
        builder.invokestatic(PREEMPTION, "poll", NOTHING);
    }

    private CountdownLoop loop(Label target, int from) {
        return shape.isBackEdge(from, target) ? plan.countdowns().get(target) : null;
    }

    private Label tail(CodeBuilder builder, CountdownLoop loop) {
        return tails.computeIfAbsent(loop.head(), ignored -> builder.newLabel());
    }

    private void writeTail(CodeBuilder builder, CountdownLoop loop) {
        written.add(loop.head());
        builder.labelBinding(tail(builder, loop));
        builder.iinc(loop.slot(), -loop.cost()).iload(loop.slot()).ifgt(loop.head());
        poll(builder);
        builder.loadConstant(loop.full()).istore(loop.slot());
        builder.goto_(loop.head());
    }
}
