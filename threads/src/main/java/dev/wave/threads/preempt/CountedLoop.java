package dev.wave.threads.preempt;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
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
 * An innermost loop that counts an int local up or down to a limit that it does not change, in the shape that javac
 * gives to {@code for (int i = a; i < limit; i += c) body}:
 *
 * <pre>
 *   head:  iload i; (limit); if_icmpge exit     -- or iload i; iflt exit
 *          body                                 -- stays inside, never writes i or the limit
 *          iinc i, c; goto head
 *   exit:
 * </pre>
 *
 * <p>Such a loop may be cut into strips. Anything that deviates is no counted loop here and polls by fuel in each
 * iteration.
 *
 * @param head the label of the head
 * @param first the place of {@code iload i}
 * @param test the place of the exit branch
 * @param back the place of the {@code goto head}
 * @param counter the slot of {@code i}
 * @param up whether it counts up
 * @param shift the fuel that an iteration burns, as a power of two
 * @param trips how many iterations there are if that is written in the code, otherwise -1
 */
record CountedLoop(Label head, int first, int test, int back, int counter, boolean up, int shift, long trips) {
    /** What a loop may burn, at most, to need no poll at all. */
    private static final long SHORT = 64;

    /**
     * Whether it is known to be over so soon that it needs no poll. A compiler unrolls such loops; strips would prevent
     * it.
     */
    boolean isShort() {
        return trips >= 0 && units() <= SHORT;
    }

    /** The fuel that a loop of known length burns in all. */
    long units() {
        return trips << shift;
    }

    /** The loop with this head and this last back edge, if it has the shape. */
    static Optional<CountedLoop> recognise(MethodShape shape, CallCosts costs, Label head, int back) {
        return new Recogniser(shape, costs, head, back).recognise();
    }

    private record Recogniser(MethodShape shape, CallCosts costs, Label head, int back) {
        Optional<CountedLoop> recognise() {
            List<Integer> start = instructions(shape.position(head), 3);
            if (start.size() < 3 || !isGoto(shape.element(back)) || !(intLoad(start.get(0)) >= 0)) {
                return Optional.empty();
            }
            int counter = intLoad(start.get(0));
            int test = exitBranch(start, counter);
            int increment = before(back);
            if (test < 0
                    || test >= increment
                    || !(shape.element(increment) instanceof IncrementInstruction step)
                    || step.slot() != counter
                    || step.constant() == 0) {
                return Optional.empty();
            }
            boolean up = step.constant() > 0;
            Opcode exit = ((BranchInstruction) shape.element(test)).opcode();
            if (!leaves(exit, up) || !closed(test) || writes(counter, start.getFirst(), increment)) {
                return Optional.empty();
            }
            int shift = CallCosts.shift(costs.units(shape, test, back));
            long trips = trips(start, test, counter, step.constant());
            return Optional.of(new CountedLoop(head, start.getFirst(), test, back, counter, up, shift, trips));
        }

        /** The place of the branch that ends the loop's head, or -1 if the head has another shape. */
        private int exitBranch(List<Integer> start, int counter) {
            if (isBranch(start.get(1)) && !comparesTwo(start.get(1))) {
                return start.get(1);
            }
            CodeElement limit = shape.element(start.get(1));
            if (isIntConstant(limit)) {
                return twoOperandBranch(start.get(2));
            }
            if (limit instanceof LoadInstruction load
                    && load.slot() != counter
                    && !writes(load.slot(), start.get(0), back)) {
                return afterLoadedLimit(load, start.get(2));
            }
            return -1;
        }

        private int afterLoadedLimit(LoadInstruction load, int next) {
            if (load.typeKind() == TypeKind.INT) {
                return twoOperandBranch(next);
            }
            boolean length = shape.element(next) instanceof OperatorInstruction op && op.opcode() == Opcode.ARRAYLENGTH;
            return length ? twoOperandBranch(instructions(next, 2).getLast()) : -1;
        }

        /** The number of iterations (one more at most), if first value and limit are constants. */
        private long trips(List<Integer> start, int test, int counter, int step) {
            int store = before(shape.position(head));
            OptionalInt limit = start.get(1) == test ? OptionalInt.of(0) : intConstant(start.get(1));
            OptionalInt first = intConstant(before(store));
            boolean known =
                    store >= 0 && shape.element(store) instanceof StoreInstruction into && into.slot() == counter;
            if (!known || limit.isEmpty() || first.isEmpty()) {
                return -1;
            }
            long distance = ((long) limit.getAsInt() - first.getAsInt()) * Integer.signum(step);
            return Math.max(0, distance / Math.abs(step) + 1);
        }

        private OptionalInt intConstant(int at) {
            return at >= 0 && shape.element(at) instanceof ConstantInstruction constant && isIntConstant(constant)
                    ? OptionalInt.of((Integer) constant.constantValue())
                    : OptionalInt.empty();
        }

        private int twoOperandBranch(int at) {
            return isBranch(at) && comparesTwo(at) ? at : -1;
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

        private int intLoad(int at) {
            return shape.element(at) instanceof LoadInstruction load && load.typeKind() == TypeKind.INT
                    ? load.slot()
                    : -1;
        }

        private static boolean isGoto(CodeElement element) {
            return element instanceof BranchInstruction branch
                    && (branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W);
        }

        private static boolean isIntConstant(CodeElement element) {
            return element instanceof ConstantInstruction constant && constant.typeKind() == TypeKind.INT;
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
    }
}
