package dev.wave.threads.preempt;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.Annotation;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be done to one method.
 *
 * @param shape what the method looks like
 * @param polls whether its loops poll
 * @param entryPolls where it polls because it makes calls: places before which a poll is put, 0 for the beginning
 * @param cover how the whole method is kept from being preempted
 * @param loops how its loops poll
 */
record MethodPlan(MethodShape shape, boolean polls, Set<Integer> entryPolls, Cover cover, LoopPlan loops) {

    /** How a whole method defers preemption. */
    enum Cover {
        /** Not at all. */
        NONE,
        /** It is synchronized: the monitor is still held where the deferral ends, so that end must not poll. */
        SYNCHRONIZED,
        /** It is marked {@link NoPreempt}. */
        MARKED
    }

    private static final ClassDesc MARK = ClassDesc.of(NoPreempt.class.getName());

    /** HotSpot compiles no method larger than this (its HugeMethodLimit, in bytes). */
    private static final int COMPILED_SIZE = 8000;

    private static final int LARGEST_SIZE = 65535;

    /** The plan for a method with this code. */
    static MethodPlan of(MethodModel method, CodeModel code, CallCosts costs, boolean classMarked) {
        MethodShape shape = costs.shape(method);
        boolean marked = classMarked || marked(method);
        boolean initialiser = method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
        boolean polls = !marked && !initialiser;
        Set<Integer> entryPolls = polls ? costs.entryPolls(method) : Set.of();
        Cover cover = cover(method.flags(), marked && !initialiser);
        int freeSlot = ((CodeAttribute) code).maxLocals();
        LoopPlan loops = polls ? LoopPlan.of(shape, costs, freeSlot) : LoopPlan.NONE;
        return new MethodPlan(shape, polls, entryPolls, cover, loops);
    }

    /** Whether an element carries {@link NoPreempt}. */
    static boolean marked(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(attribute -> attribute.annotations().stream())
                .orElseGet(Stream::empty)
                .map(Annotation::classSymbol)
                .anyMatch(MARK::equals);
    }

    private static Cover cover(AccessFlags flags, boolean marked) {
        if (flags.has(AccessFlag.SYNCHRONIZED)) {
            return Cover.SYNCHRONIZED;
        }
        return marked ? Cover.MARKED : Cover.NONE;
    }

    /** Whether the method's loops get polls. */
    boolean pollsLoops() {
        return polls && loopCount() > 0;
    }

    /** How many loops it has that need polls. */
    int loopCount() {
        return shape.loopEnds().size() - loops.shorts().size();
    }

    /** Whether anything changes at all. */
    boolean changes() {
        return !entryPolls.isEmpty() || pollsLoops() || cover != Cover.NONE || defersMonitors();
    }

    /** Whether its synchronized blocks defer preemption: it has some, and all are guarded as javac guards them. */
    boolean defersMonitors() {
        return count(MonitorInstruction.class) > 0 && ExceptionRanges.guardsMonitors(shape);
    }

    /**
     * Whether the changed method would be too large for the JIT compiler (if it was not before) or for a class file.
     */
    boolean outgrows() {
        int size = shape.size();
        int limit = size <= COMPILED_SIZE ? COMPILED_SIZE : LARGEST_SIZE;
        return size + growth() > limit;
    }

    /** An upper bound for the bytes added. */
    private int growth() {
        int jumps = 0;
        for (int at = 0; at < shape.elements().size(); at++) {
            int from = at;
            jumps += (int) MethodShape.targets(shape.element(at)).stream()
                    .filter(target -> shape.isBackEdge(from, target))
                    .count();
        }
        return 8
                + 4 * entryPolls.size()
                + 20 * jumps
                + 24 * loops.countdowns().size()
                + 112 * loops.strips().size()
                + 3 * count(MonitorInstruction.class)
                + 3 * count(ReturnInstruction.class);
    }

    private int count(Class<?> kind) {
        return (int) shape.elements().stream().filter(kind::isInstance).count();
    }
}
