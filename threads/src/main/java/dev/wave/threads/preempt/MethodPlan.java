package dev.wave.threads.preempt;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.Annotation;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be done to one method.
 *
 * @param shape what the method looks like
 * @param costs what the calls of its class cost
 * @param polls whether its loops poll
 * @param entryPoll whether it polls where it begins
 * @param cover how the whole method is kept from being preempted
 * @param strips the loops that are cut into strips
 * @param shorts the loops that are over too soon to need a poll
 * @param freeSlot the first local variable slot that the method does not use
 */
record MethodPlan(
        MethodShape shape,
        CallCosts costs,
        boolean polls,
        boolean entryPoll,
        Cover cover,
        List<CountedLoop> strips,
        List<CountedLoop> shorts,
        int freeSlot) {

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
        boolean entryPoll = polls && costs.pollsAtEntry(method);
        Cover cover = cover(method.flags(), marked && !initialiser);
        List<CountedLoop> counted = polls ? countedLoops(shape, costs) : List.of();
        int freeSlot = ((CodeAttribute) code).maxLocals();
        Map<Boolean, List<CountedLoop>> parts =
                counted.stream().collect(Collectors.partitioningBy(CountedLoop::isShort));
        return new MethodPlan(shape, costs, polls, entryPoll, cover, parts.get(false), parts.get(true), freeSlot);
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

    private static List<CountedLoop> countedLoops(MethodShape shape, CallCosts costs) {
        List<CountedLoop> found = new ArrayList<>();
        for (Map.Entry<Label, Integer> loop : shape.loopEnds().entrySet()) {
            Optional<CountedLoop> counted = CountedLoop.recognise(shape, costs, loop.getKey(), loop.getValue());
            counted.ifPresent(found::add);
        }
        return found;
    }

    /** Whether the method's loops get polls. */
    boolean pollsLoops() {
        return polls && loops() > 0;
    }

    /** How many loops it has that need polls. */
    int loops() {
        return shape.loopEnds().size() - shorts.size();
    }

    /** Whether a jump is the back edge of a loop that needs no poll. */
    boolean endsShortLoop(int at) {
        return shorts.stream().anyMatch(loop -> loop.back() == at);
    }

    /** The fuel that the code between two places burns when it runs once, as a power of two. */
    int burnShift(int from, int to) {
        long units = costs.units(shape, from, to);
        for (CountedLoop loop : shorts) {
            units += loop.first() >= from && loop.back() < to ? loop.units() : 0;
        }
        return CallCosts.shift(units);
    }

    /** Whether anything changes at all. */
    boolean changes() {
        return entryPoll || pollsLoops() || cover != Cover.NONE || defersMonitors();
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
        return 24
                + 28 * jumps
                + 80 * strips.size()
                + 3 * count(MonitorInstruction.class)
                + 3 * count(ReturnInstruction.class);
    }

    private int count(Class<?> kind) {
        return (int) shape.elements().stream().filter(kind::isInstance).count();
    }
}
