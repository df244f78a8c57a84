package dev.wave.threads.preempt;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes loops that are cut into strips ({@link CountedLoop}), here one that counts up to a limit:
 *
 * <pre>
 *   head:   if i &gt;= limit goto exit
 *   again:  end = limit; n = limit - i
 *           if n is short goto all           -- the usual case: the loop stays what it was
 *           poll                             -- inside another loop these two come after the next test
 *           if n is less than a strip goto all
 *           end = i + strip; goto strip
 *   all:    if limit is so great that i may overflow: poll; end = least; goto strip
 *           fuel -= n * units                -- if there is a loop around that has to know
 *   strip:  body; i += step
 *           if i &lt; end goto strip
 *           if i &lt; limit goto again          -- the JIT compiler knows the answer where only {@code all} is taken
 *           goto exit
 * </pre>
 *
 * <p>The tests are written out in each loop, not called: the JIT compiler drops ways that a loop has never gone, and
 * then knows {@code end} to be the limit and the range of {@code i} as well as before. n is taken as unsigned: below
 * the limit the difference always fits.
 */
final class StripWriter {
    private final MethodShape shape;
    private final LoopPlan plan;
    private final FuelWriter fuel;
    private Label again;
    private Label strip;

    StripWriter(MethodPlan plan, FuelWriter fuel) {
        this.plan = plan.loops();
        this.fuel = fuel;
        shape = plan.shape();
    }

    /** Instead of the loop's head, up to its test. */
    void begin(CodeBuilder builder, CountedLoop loop) {
        again = builder.newLabel();
        strip = builder.newLabel();
        Label all = builder.newLabel();
        writeInstructions(builder, loop.first(), loop.test());
        fuel.branch(builder, exit(loop).opcode(), exit(loop).target(), loop.test());
        builder.labelBinding(again);
        measure(builder, loop);
        if (!plan.isNested(loop)) {
            compareUnsigned(builder, loop, loop.shortSpan());
            builder.ifle(all);
            FuelWriter.poll(builder);
        }
        compareUnsigned(builder, loop, loop.stripSpan() + Math.abs(loop.step()));
        builder.ifle(all);
        if (plan.isNested(loop)) {
            refill(builder);
        }
        loadCounter(builder, loop);
        constant(builder, loop, loop.up() ? loop.stripSpan() : -loop.stripSpan());
        add(builder, loop);
        keepInRange(builder, loop);
        builder.goto_(strip);
        builder.labelBinding(all);
        checkOverflow(builder, loop);
        charge(builder, loop);
        builder.labelBinding(strip);
    }

    /** Instead of the loop's jump back. */
    void end(CodeBuilder builder, CountedLoop loop) {
        loadCounter(builder, loop);
        builder.loadLocal(loop.kind(), plan.stripSlot());
        branch(builder, loop, Opcodes.opposite(exit(loop).opcode()), strip);
        loadCounter(builder, loop);
        loadLimit(builder, loop);
        branch(builder, loop, Opcodes.opposite(exit(loop).opcode()), again);
        fuel.branch(builder, Opcode.GOTO, exit(loop).target(), loop.test());
    }

    /**
     * Never changes a value, but tells the JIT compiler that the strip ends within the limit, and that the counter is
     * still on its side of where it began: it would find that out late, after it has shaped the loops.
     */
    private void keepInRange(CodeBuilder builder, CountedLoop loop) {
        loadLimit(builder, loop);
        nearer(builder, loop, loop.up());
        builder.storeLocal(loop.kind(), plan.stripSlot());
        if (loop.start().isPresent()
                && !loop.wide()
                && loop.neverOverflows(exit(loop).opcode())) {
            builder.iload(loop.counter()).loadConstant(loop.start().getAsInt());
            nearer(builder, loop, !loop.up());
            builder.istore(loop.counter());
        }
    }

    private static void nearer(CodeBuilder builder, CountedLoop loop, boolean least) {
        MethodTypeDesc type = MethodTypeDesc.of(loop.type(), loop.type(), loop.type());
        builder.invokestatic(ClassDesc.of("java.lang.Math"), least ? "min" : "max", type);
    }

    /** Stores the limit as the strip's end, and how far it is. */
    private void measure(CodeBuilder builder, CountedLoop loop) {
        loadLimit(builder, loop);
        builder.storeLocal(loop.kind(), plan.stripSlot());
        if (loop.up()) {
            builder.loadLocal(loop.kind(), plan.stripSlot());
            loadCounter(builder, loop);
        } else {
            loadCounter(builder, loop);
            builder.loadLocal(loop.kind(), plan.stripSlot());
        }
        if (loop.wide()) {
            builder.lsub();
        } else {
            builder.isub();
        }
        builder.storeLocal(loop.kind(), spanSlot());
    }

    /** Leaves the comparison of the distance with a bound on the stack, as a number below, at or above zero. */
    private void compareUnsigned(CodeBuilder builder, CountedLoop loop, long bound) {
        builder.loadLocal(loop.kind(), spanSlot());
        constant(builder, loop, bound);
        builder.invokestatic(
                loop.wide() ? ConstantDescs.CD_Long : ConstantDescs.CD_Integer,
                "compareUnsigned",
                MethodTypeDesc.of(ConstantDescs.CD_int, loop.type(), loop.type()));
    }

    private void refill(CodeBuilder builder) {
        FuelWriter.poll(builder);
        builder.loadConstant(LoopFuel.FULL).istore(plan.fuelSlot());
    }

    /** A loop whose counter may pass the greatest number never ends, or late: then each iteration is a strip. */
    private void checkOverflow(CodeBuilder builder, CountedLoop loop) {
        if (loop.neverOverflows(exit(loop).opcode())) {
            return;
        }
        Label safe = builder.newLabel();
        builder.loadLocal(loop.kind(), plan.stripSlot());
        constant(builder, loop, (loop.up() ? loop.greatest() : loop.least()) - loop.step());
        branch(builder, loop, loop.up() ? Opcode.IFLE : Opcode.IFGE, safe);
        FuelWriter.poll(builder);
        constant(builder, loop, loop.up() ? loop.least() : loop.greatest());
        builder.storeLocal(loop.kind(), plan.stripSlot());
        builder.goto_(strip);
        builder.labelBinding(safe);
    }

    /** Takes the iterations that follow from the tank of the loops around. */
    private void charge(CodeBuilder builder, CountedLoop loop) {
        if (!plan.isNested(loop)) {
            return;
        }
        builder.iload(plan.fuelSlot());
        builder.loadLocal(loop.kind(), spanSlot());
        if (loop.wide()) {
            builder.l2i();
        }
        if (Math.abs(loop.step()) > 1) {
            builder.loadConstant((int) Math.abs(loop.step())).idiv();
        }
        if (loop.cost() > 1) {
            builder.loadConstant(loop.cost()).imul();
        }
        builder.isub().istore(plan.fuelSlot());
    }

    private int spanSlot() {
        return plan.stripSlot() + 2;
    }

    private BranchInstruction exit(CountedLoop loop) {
        return (BranchInstruction) shape.element(loop.test());
    }

    private void loadCounter(CodeBuilder builder, CountedLoop loop) {
        builder.loadLocal(loop.kind(), loop.counter());
    }

    private void loadLimit(CodeBuilder builder, CountedLoop loop) {
        if (loop.limitEnd() == loop.first() + 1) {
            builder.iconst_0();
            return;
        }
        writeInstructions(builder, loop.first() + 1, loop.limitEnd());
    }

    private void writeInstructions(CodeBuilder builder, int from, int to) {
        for (CodeElement element : shape.elements().subList(from, to)) {
            if (element instanceof Instruction) {
                builder.with(element);
            }
        }
    }

    private static void constant(CodeBuilder builder, CountedLoop loop, long value) {
        if (loop.wide()) {
            builder.loadConstant(value);
        } else {
            builder.loadConstant((int) value);
        }
    }

    private static void add(CodeBuilder builder, CountedLoop loop) {
        if (loop.wide()) {
            builder.ladd();
        } else {
            builder.iadd();
        }
    }

    /** Compares two numbers of the counter's kind; the branch is given as of ints or as against zero. */
    private static void branch(CodeBuilder builder, CountedLoop loop, Opcode opcode, Label target) {
        if (loop.kind() == TypeKind.LONG) {
            builder.lcmp();
            builder.branch(opcode, target);
        } else {
            builder.branch(Opcodes.ofTwoInts(opcode), target);
        }
    }
}
