package dev.wave.threads.preempt;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes what makes loops burn fuel ({@link LoopFuel}): in three local variables behind the method's own, the fuel, and
 * for a loop in strips where the strip began and where it ends. Only innermost loops are cut, so one pair serves them
 * all.
 */
final class FuelWriter {
    private static final ClassDesc FUEL = ClassDesc.of(LoopFuel.class.getName());
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final MethodTypeDesc TO_INT = MethodTypeDesc.of(INT);
    private static final MethodTypeDesc THREE_TO_INT = MethodTypeDesc.of(INT, INT, INT, INT);
    private static final MethodTypeDesc FOUR_TO_INT = MethodTypeDesc.of(INT, INT, INT, INT, INT);

    private final MethodShape shape;
    private final MethodPlan plan;
    private final int fuel;
    private final int stripStart;
    private final int stripEnd;
    private Label stripHead;
    private Label stripDone;

    FuelWriter(MethodPlan plan) {
        this.plan = plan;
        shape = plan.shape();
        fuel = plan.freeSlot();
        stripStart = fuel + 1;
        stripEnd = fuel + 2;
    }

    /** At the start of the method: a full tank. */
    void begin(CodeBuilder builder) {
        builder.loadConstant(LoopFuel.FULL).istore(fuel);
    }

    /** A jump; one that goes backwards burns fuel first. */
    void branch(CodeBuilder builder, Opcode opcode, Label target, int from) {
        if (!plan.polls() || !shape.isBackEdge(from, target) || plan.endsShortLoop(from)) {
            builder.branch(opcode, target);
            return;
        }
        Label past = null;
        if (opcode != Opcode.GOTO && opcode != Opcode.GOTO_W) {
            past = builder.newLabel();
            builder.branch(opposite(opcode), past);
        }
        burnAndJump(builder, target, plan.burnShift(shape.position(target), from));
        if (past != null) {
            builder.labelBinding(past);
        }
    }

    /** Two jumps to the same place, the common one and the one that polls: see {@link LoopFuel}. */
    private void burnAndJump(CodeBuilder builder, Label target, int shift) {
        builder.iinc(fuel, -(1 << shift)).iload(fuel).ifgt(target);
        refill(builder);
        builder.goto_(target);
    }

    private void refill(CodeBuilder builder) {
        builder.invokestatic(FUEL, "refill", TO_INT).istore(fuel);
    }

    /**
     * At the head of a loop to be cut: where the strip ends, then the head of the strip with the loop's counter loaded.
     */
    void beginStrip(CodeBuilder builder, CountedLoop loop) {
        stripHead = builder.newLabel();
        stripDone = builder.newLabel();
        builder.iload(loop.counter()).dup().istore(stripStart);
        loadLimit(builder, loop);
        builder.iload(fuel);
        if (loop.shift() > 0) {
            builder.loadConstant(loop.shift()).ishr();
        }
        builder.invokestatic(FUEL, loop.up() ? "stripUp" : "stripDown", THREE_TO_INT);
        builder.istore(stripEnd);
        builder.iload(loop.counter());
    }

    /** Instead of the loop's own test. */
    void testStrip(CodeBuilder builder, CountedLoop loop) {
        builder.iload(stripEnd).branch(withTwoOperands(exit(loop).opcode()), stripDone);
        builder.labelBinding(stripHead);
    }

    /**
     * Instead of the loop's jump back: after the strip either poll and begin another, or count what was burnt and
     * leave.
     */
    void endStrip(CodeBuilder builder, CountedLoop loop) {
        Label over = builder.newLabel();
        builder.iload(loop.counter()).iload(stripEnd);
        builder.branch(opposite(withTwoOperands(exit(loop).opcode())), stripHead);
        builder.labelBinding(stripDone);
        writeHead(builder, loop);
        builder.branch(exit(loop).opcode(), over);
        refill(builder);
        builder.goto_(loop.head()).labelBinding(over);
        builder.iload(fuel).iload(loop.up() ? stripStart : loop.counter());
        builder.iload(loop.up() ? loop.counter() : stripStart).loadConstant(loop.shift());
        builder.invokestatic(FUEL, "burn", FOUR_TO_INT).istore(fuel);
        branch(builder, Opcode.GOTO, exit(loop).target(), loop.test());
    }

    private BranchInstruction exit(CountedLoop loop) {
        return (BranchInstruction) shape.element(loop.test());
    }

    private void loadLimit(CodeBuilder builder, CountedLoop loop) {
        if (withTwoOperands(exit(loop).opcode()) != exit(loop).opcode()) {
            builder.iconst_0();
            return;
        }
        writeInstructions(builder, loop.first() + 1, loop.test());
    }

    private void writeHead(CodeBuilder builder, CountedLoop loop) {
        writeInstructions(builder, loop.first(), loop.test());
    }

    private void writeInstructions(CodeBuilder builder, int from, int to) {
        for (CodeElement element : shape.elements().subList(from, to)) {
            if (element instanceof Instruction) {
                builder.with(element);
            }
        }
    }

    /** A test against zero as the same test against a second operand. */
    private static Opcode withTwoOperands(Opcode exit) {
        return switch (exit) {
            case IFGE -> Opcode.IF_ICMPGE;
            case IFGT -> Opcode.IF_ICMPGT;
            case IFLE -> Opcode.IF_ICMPLE;
            case IFLT -> Opcode.IF_ICMPLT;
            default -> exit;
        };
    }

    private static Opcode opposite(Opcode opcode) {
        return switch (opcode) {
            case IFEQ -> Opcode.IFNE;
            case IFNE -> Opcode.IFEQ;
            case IFLT -> Opcode.IFGE;
            case IFGE -> Opcode.IFLT;
            case IFGT -> Opcode.IFLE;
            case IFLE -> Opcode.IFGT;
            case IF_ICMPEQ -> Opcode.IF_ICMPNE;
            case IF_ICMPNE -> Opcode.IF_ICMPEQ;
            case IF_ICMPLT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPLT;
            case IF_ICMPGT -> Opcode.IF_ICMPLE;
            case IF_ICMPLE -> Opcode.IF_ICMPGT;
            case IF_ACMPEQ -> Opcode.IF_ACMPNE;
            case IF_ACMPNE -> Opcode.IF_ACMPEQ;
            case IFNULL -> Opcode.IFNONNULL;
            case IFNONNULL -> Opcode.IFNULL;
            default -> throw new IllegalArgumentException("not a conditional branch: " + opcode);
        };
    }
}
