package dev.wave.threads.preempt;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds where a method polls because of the calls it makes: not where it begins, but before the first call on each way
 * through it, so that a way without calls (the end of a recursion, a value found in a cache) costs nothing.
 *
 * <p>One pass over the code is enough: a loop is entered at its head, so what is done before the head is done in the
 * loop, and a call inside a loop makes the method poll where it begins anyway.
 */
final class CallPolls {
    /** Polls where the method begins. */
    static final Set<Integer> AT_ENTRY = Set.of(0);

    /** With more places than these one poll at the beginning is shorter. */
    private static final int MOST = 3;

    private final MethodShape shape;
    private final Predicate<CodeElement> call;
    private final Set<Integer> places = new TreeSet<>();
    private final Set<Label> handlers;

    /** For labels that are jumped to from before: whether all jumps come from where a poll was made. */
    private final Map<Label, Boolean> arriving = new HashMap<>();

    private boolean reachable = true;
    private boolean polled;

    private CallPolls(MethodShape shape, Predicate<CodeElement> call) {
        this.shape = shape;
        this.call = call;
        handlers = shape.catches().stream().map(ExceptionCatch::handler).collect(Collectors.toCollection(HashSet::new));
    }

    /** The places before which a poll goes, so that one comes before each of the calls meant. */
    static Set<Integer> places(MethodShape shape, Predicate<CodeElement> call) {
        return new CallPolls(shape, call).find();
    }

    private Set<Integer> find() {
        for (int at = 0; at < shape.elements().size(); at++) {
            visit(shape.element(at), at);
        }
        boolean looping = places.stream().anyMatch(this::isInLoop);
        return looping || places.size() > MOST ? AT_ENTRY : places;
    }

    private void visit(CodeElement element, int at) {
        if (element instanceof LabelTarget target) {
            arrive(target.label());
        } else if (element instanceof Instruction) {
            if (call.test(element) && !polled) {
                places.add(at);
                polled = true;
            }
            MethodShape.targets(element).forEach(this::leaveFor);
            reachable &= !ends(element);
        }
    }

    private void arrive(Label label) {
        if (handlers.contains(label)) {
            polled = false;
        } else if (arriving.containsKey(label)) {
            polled = arriving.get(label) && (polled || !reachable);
        } else {
            polled &= reachable;
        }
        reachable = true;
    }

    private void leaveFor(Label label) {
        arriving.merge(label, polled, Boolean::logicalAnd);
    }

    private boolean isInLoop(int place) {
        return shape.loopEnds().entrySet().stream()
                .anyMatch(loop -> place > shape.position(loop.getKey()) && place <= loop.getValue());
    }

    private static boolean ends(CodeElement element) {
        return switch (element) {
            case BranchInstruction branch -> branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W;
            case ReturnInstruction ignored -> true;
            case ThrowInstruction ignored -> true;
            case TableSwitchInstruction ignored -> true;
            case LookupSwitchInstruction ignored -> true;
            default -> false;
        };
    }
}
