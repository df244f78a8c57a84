package dev.wave.threads.preempt;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells whether a loop is a {@link CountedLoop}.
 *
 * @param head the label of its head
 * @param back the place of its last back edge
 */
record CountedLoopRecogniser(MethodShape shape, CallCosts costs, Label head, int back) {
    /** Enough for a limit that is computed from several locals. */
    private static final int LONGEST_HEAD = 16;

    private static final int IMPURE = -100;

    Optional<CountedLoop> recognise() {
        List<Integer> start = instructions(shape.position(head), LONGEST_HEAD);
        if (start.size() < 2 || !isGoto(shape.element(back)) || counter(start.getFirst()) < 0) {
            return Optional.empty();
        }
        TypeKind kind = ((LoadInstruction) shape.element(start.getFirst())).typeKind();
        int counter = counter(start.getFirst());
        int limitEnd = limitEnd(start, kind);
        int test = limitEnd < 0 ? -1 : exitBranch(start, limitEnd, kind);
        if (test < 0) {
            return Optional.empty();
        }
        int first = start.getFirst();
        int increment = kind == TypeKind.INT ? before(back) : nthBefore(back, 4);
        long step = step(increment, kind, counter);
        if (test >= increment || step == 0 || Math.abs(step) > CountedLoop.LARGEST_STEP) {
            return Optional.empty();
        }
        Opcode exit = ((BranchInstruction) shape.element(test)).opcode();
        if (!leaves(exit, step > 0) || !closed(test) || changes(counter, kind, first, increment)) {
            return Optional.empty();
        }
        int cost = costs.cost(shape, test, back);
        OptionalInt from = start(counter);
        long trips = from.isPresent() ? trips(start, limitEnd, from.getAsInt(), step) : -1;
        return Optional.of(new CountedLoop(head, first, limitEnd, test, back, counter, kind, step, cost, from, trips));
    }

    /** The place behind the limit, {@code first + 1} if there is none because zero is meant, -1 if it is another. */
    private int limitEnd(List<Integer> start, TypeKind kind) {
        if (kind == TypeKind.INT && isBranch(start.get(1)) && !comparesTwo(start.get(1))) {
            return start.getFirst() + 1;
        }
        int stack = 0;
        for (int index = 1; index < start.size(); index++) {
            int at = start.get(index);
            if (stack == 1 && (isBranch(at) || operator(start, index) == Opcode.LCMP)) {
                return at;
            }
            int change = pushes(at, kind, start.getFirst());
            if (change == IMPURE) {
                return -1;
            }
            stack += change;
        }
        return -1;
    }

    /**
     * By how much an instruction of the limit changes the height of the stack, or {@link #IMPURE} if it does something
     * else than to compute a number of the counter's kind from what the loop does not change.
     */
    private int pushes(int at, TypeKind kind, int first) {
        return switch (shape.element(at)) {
            case LoadInstruction load ->
                changes(load.slot(), load.typeKind(), first, back) || !isLimit(load.typeKind(), kind) ? IMPURE : 1;
            case ConstantInstruction constant ->
                constant.typeKind() == TypeKind.INT || constant.typeKind() == kind ? 1 : IMPURE;
            case ConvertInstruction convert -> kind == TypeKind.LONG && convert.opcode() == Opcode.I2L ? 0 : IMPURE;
            case OperatorInstruction operator ->
                switch (operator.opcode()) {
                    case ARRAYLENGTH -> 0;
                    case IADD, ISUB, IMUL, ISHL, ISHR, IUSHR, IAND, IOR, LADD, LSUB -> -1;
                    default -> IMPURE;
                };
            default -> IMPURE;
        };
    }

    private static boolean isLimit(TypeKind loaded, TypeKind kind) {
        return loaded == TypeKind.REFERENCE || loaded == TypeKind.INT || loaded == kind;
    }

    private Opcode operator(List<Integer> start, int index) {
        return index < start.size() && shape.element(start.get(index)) instanceof OperatorInstruction operator
                ? operator.opcode()
                : null;
    }

    /** The place of the branch that ends the loop's head, or -1 if the head has another shape. */
    private int exitBranch(List<Integer> start, int limitEnd, TypeKind kind) {
        int index = start.indexOf(limitEnd);
        if (kind == TypeKind.LONG) {
            boolean compared = operator(start, index) == Opcode.LCMP && index + 1 < start.size();
            return compared && isBranch(start.get(index + 1)) ? start.get(index + 1) : -1;
        }
        if (limitEnd == start.getFirst() + 1) {
            return start.get(1);
        }
        return isBranch(limitEnd) && comparesTwo(limitEnd) ? limitEnd : -1;
    }

    /** What is added to the counter at a place, or 0 if something else happens there. */
    private long step(int at, TypeKind kind, int counter) {
        if (at < 0) {
            return 0;
        }
        if (kind == TypeKind.INT) {
            return shape.element(at) instanceof IncrementInstruction step && step.slot() == counter
                    ? step.constant()
                    : 0;
        }
        List<Integer> parts = instructions(at, 4);
        boolean adds = shape.element(parts.get(0)) instanceof LoadInstruction load
                && load.slot() == counter
                && load.typeKind() == TypeKind.LONG
                && shape.element(parts.get(3)) instanceof StoreInstruction store
                && store.slot() == counter;
        if (!adds || !(shape.element(parts.get(1)) instanceof ConstantInstruction constant)) {
            return 0;
        }
        long amount = constant.constantValue() instanceof Long number ? number : 0;
        Opcode operator = operator(parts, 2);
        return operator == Opcode.LADD ? amount : operator == Opcode.LSUB ? -amount : 0;
    }

    /** The int that the counter begins with, if the head is reached from right above only. */
    private OptionalInt start(int counter) {
        int store = before(shape.position(head));
        boolean stored = store >= 0 && shape.element(store) instanceof StoreInstruction into && into.slot() == counter;
        return stored && isEnteredFromAbove() ? constant(before(store)) : OptionalInt.empty();
    }

    private boolean isEnteredFromAbove() {
        for (int at = 0; at < shape.elements().size(); at++) {
            if (at != back && MethodShape.targets(shape.element(at)).contains(head)) {
                return false;
            }
        }
        return shape.catches().stream().noneMatch(entry -> entry.handler().equals(head));
    }

    /** The number of iterations (one more at most), if the limit is a constant too, or -1. */
    private long trips(List<Integer> start, int limitEnd, int from, long step) {
        boolean zero = limitEnd == start.getFirst() + 1;
        OptionalInt limit =
                zero ? OptionalInt.of(0) : limitEnd == start.get(2) ? constant(start.get(1)) : OptionalInt.empty();
        if (limit.isEmpty()) {
            return -1;
        }
        long distance = ((long) limit.getAsInt() - from) * Long.signum(step);
        return Math.max(0, distance / Math.abs(step) + 1);
    }

    /** An int that stands in the code; longs are not asked for. */
    private OptionalInt constant(int at) {
        return at >= 0
                        && shape.element(at) instanceof ConstantInstruction constant
                        && constant.constantValue() instanceof Integer number
                ? OptionalInt.of(number)
                : OptionalInt.empty();
    }

    private boolean isBranch(int at) {
        return shape.element(at) instanceof BranchInstruction;
    }

    private boolean comparesTwo(int at) {
        return switch (((BranchInstruction) shape.element(at)).opcode()) {
            case IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ICMPLT -> true;
            default -> false;
        };
    }

    /** Whether the branch leaves a loop that counts in this direction. */
    private static boolean leaves(Opcode exit, boolean up) {
        return switch (exit) {
            case IF_ICMPGE, IF_ICMPGT, IFGE, IFGT -> up;
            case IF_ICMPLE, IF_ICMPLT, IFLE, IFLT -> !up;
            default -> false;
        };
    }

    /** Whether control enters only at the head, leaves only at the test, and goes only forward in between. */
    private boolean closed(int test) {
        int from = shape.position(head);
        for (int at = 0; at < shape.elements().size(); at++) {
            for (Label target : MethodShape.targets(shape.element(at))) {
                if (at != test && at != back && !harmless(from, at, shape.position(target))) {
                    return false;
                }
            }
        }
        return !within(from, shape.position(exitLabel(test)))
                && shape.elements().subList(from, back).stream().noneMatch(ReturnInstruction.class::isInstance)
                && shape.catches().stream().noneMatch(this::cuts);
    }

    private boolean harmless(int from, int at, int target) {
        boolean inside = at > from && at < back;
        return inside ? target > at && target < back : target <= from || target > back;
    }

    private Label exitLabel(int test) {
        return ((BranchInstruction) shape.element(test)).target();
    }

    private boolean within(int from, int at) {
        return at >= from && at <= back;
    }

    private boolean cuts(ExceptionCatch entry) {
        int from = shape.position(head) + 1;
        return within(from, shape.position(entry.handler()))
                || within(from, shape.position(entry.tryStart()))
                || within(from, shape.position(entry.tryEnd()));
    }

    private boolean changes(int counter, TypeKind kind, int from, int to) {
        return writes(counter, from, to) || kind == TypeKind.LONG && writes(counter + 1, from, to);
    }

    private boolean writes(int slot, int from, int to) {
        return shape.elements().subList(from, to).stream().anyMatch(element -> switch (element) {
            case StoreInstruction store -> store.slot() == slot || isSecondHalf(store, slot);
            case IncrementInstruction increment -> increment.slot() == slot;
            default -> false;
        });
    }

    private static boolean isSecondHalf(StoreInstruction store, int slot) {
        return store.typeKind().slotSize() == 2 && store.slot() + 1 == slot;
    }

    /** The slot of the int or long that is loaded at a place, or -1. */
    private int counter(int at) {
        return shape.element(at) instanceof LoadInstruction load
                        && (load.typeKind() == TypeKind.INT || load.typeKind() == TypeKind.LONG)
                ? load.slot()
                : -1;
    }

    private static boolean isGoto(CodeElement element) {
        return element instanceof BranchInstruction branch
                && (branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W);
    }

    /** The places of the next instructions from a place on; fewer at the end of the code. */
    private List<Integer> instructions(int from, int count) {
        List<Integer> found = new ArrayList<>(count);
        for (int at = from; at < shape.elements().size() && found.size() < count; at++) {
            if (!(shape.element(at) instanceof PseudoInstruction) && !(shape.element(at) instanceof LabelTarget)) {
                found.add(at);
            }
        }
        return found;
    }

    private int before(int at) {
        int last = at - 1;
        while (last >= 0 && shape.element(last) instanceof PseudoInstruction) {
            last--;
        }
        return last;
    }

    private int nthBefore(int at, int count) {
        int place = at;
        for (int i = 0; i < count && place >= 0; i++) {
            place = before(place);
        }
        return place;
    }
}
