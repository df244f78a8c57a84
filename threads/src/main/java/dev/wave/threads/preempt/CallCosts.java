package dev.wave.threads.preempt;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How long the calls of one class may take, as far as its class file tells: which methods poll where they begin, and
 * how much fuel an iteration of a loop burns. It cannot know the time; it errs towards polling more often.
 *
 * <p>The unit is an iteration of a small loop body without calls, about a nanosecond.
 */
final class CallCosts {
    /** A call of which nothing is known: 16 of them make a poll. */
    private static final int UNKNOWN = LoopFuel.FULL / 16;

    /** A call of the JDK's that does a little work: 256 of them make a poll. */
    private static final int LIGHT = LoopFuel.FULL / 256;

    /** A method of the same class that loops but does not poll where it begins: as if it looped this often. */
    private static final int LOOPING = 64;

    private static final int DIVISION = 8;
    private static final int INSTRUCTIONS_PER_UNIT = 24;
    private static final int HEAVIEST_SHIFT = 9;

    /** HotSpot inlines a method up to this size wherever it is called (its MaxInlineSize, in bytes). */
    private static final int SMALL = 35;

    private static final Set<String> ARITHMETIC = Set.of(
            "java/lang/Math",
            "java/lang/StrictMath",
            "java/lang/Boolean",
            "java/lang/Byte",
            "java/lang/Character",
            "java/lang/Short",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Float",
            "java/lang/Double",
            "java/lang/Object");

    private static final Set<String> LIGHT_NAMES = Set.of(
            "add",
            "append",
            "charAt",
            "containsKey",
            "get",
            "hasNext",
            "isEmpty",
            "iterator",
            "length",
            "next",
            "put",
            "set",
            "size");

    private final String self;
    private final Map<String, MethodShape> methods = new HashMap<>();
    private final Map<String, Integer> smallCosts = new HashMap<>();

    CallCosts(ClassModel model) {
        self = model.thisClass().asInternalName();
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> methods.put(key(method), new MethodShape(code)));
        }
    }

    MethodShape shape(MethodModel method) {
        return methods.get(key(method));
    }

    /**
     * Whether a method should poll where it begins: it makes calls and loops, may call itself, or is more than a small
     * method that only calls its own class and the JDK. Small methods get no poll because it would spoil the loops they
     * are inlined into, and methods that loop but call nothing get none because their loops poll. Bodies of lambdas
     * always do: they run in loops of the JDK's (streams, forEach) that have no polls.
     */
    boolean pollsAtEntry(MethodModel method) {
        return pollsAtEntry(key(method));
    }

    private boolean pollsAtEntry(String key) {
        MethodShape shape = methods.get(key);
        if (key.startsWith("<")) {
            return false;
        }
        if (key.startsWith("lambda$")) {
            return true;
        }
        boolean large = !isSmall(shape) || !shape.loopEnds().isEmpty();
        return large && callsAnything(shape) || mayRecur(key) || callsElsewhere(shape);
    }

    private static boolean isSmall(MethodShape shape) {
        return shape.size() <= SMALL;
    }

    private boolean callsAnything(MethodShape shape) {
        return shape.elements().stream()
                .anyMatch(element -> element instanceof InvokeDynamicInstruction
                        || element instanceof InvokeInstruction call && !isArithmetic(call));
    }

    private boolean callsElsewhere(MethodShape shape) {
        return shape.elements().stream()
                .anyMatch(element -> element instanceof InvokeInstruction call
                        && !owner(call).equals(self)
                        && !owner(call).startsWith("java/"));
    }

    /** Whether calls may lead from a method back to it: within the class, or through a namesake of another class. */
    private boolean mayRecur(String key) {
        return reaches(key, key, new HashSet<>());
    }

    private boolean reaches(String from, String goal, Set<String> seen) {
        for (CodeElement element : methods.get(from).elements()) {
            if (element instanceof InvokeInstruction call) {
                String next = key(call);
                if (next.equals(goal) || isOwn(call) && seen.add(next) && reaches(next, goal, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The fuel that the code between two places burns when it runs once. */
    long units(MethodShape shape, int from, int to) {
        long instructions = 0;
        long units = 0;
        for (CodeElement element : shape.elements().subList(from, to)) {
            if (element instanceof Instruction) {
                instructions++;
                units += units(element);
            }
        }
        return Math.max(1, units + instructions / INSTRUCTIONS_PER_UNIT);
    }

    /** Units as a power of two, at least as many, up to those of one unknown call. */
    static int shift(long units) {
        return Math.min(HEAVIEST_SHIFT, Long.SIZE - Long.numberOfLeadingZeros(units - 1));
    }

    private int units(CodeElement element) {
        return switch (element) {
            case InvokeDynamicInstruction ignored -> LIGHT;
            case InvokeInstruction call -> units(call);
            case Instruction instruction -> isDivision(instruction.opcode()) ? DIVISION : 0;
            default -> 0;
        };
    }

    private int units(InvokeInstruction call) {
        if (isArithmetic(call)) {
            return 0;
        }
        if (isOwn(call)) {
            return ownUnits(key(call));
        }
        boolean light = call.name().equalsString(ConstantDescs.INIT_NAME)
                || owner(call).startsWith("java/")
                        && LIGHT_NAMES.contains(call.name().stringValue());
        return light ? LIGHT : UNKNOWN;
    }

    /** A method that polls needs no second poll from the loop around it; of a small one the calls count. */
    private int ownUnits(String key) {
        Integer known = smallCosts.get(key);
        if (known != null) {
            return known;
        }
        smallCosts.put(key, UNKNOWN);
        MethodShape shape = methods.get(key);
        int units = 1;
        if (!pollsAtEntry(key)) {
            units = shape.loopEnds().isEmpty() ? smallUnits(shape) : LOOPING;
        }
        smallCosts.put(key, units);
        return units;
    }

    private int smallUnits(MethodShape shape) {
        return (int) Math.min(UNKNOWN, units(shape, 0, shape.elements().size()));
    }

    private boolean isOwn(InvokeInstruction call) {
        return owner(call).equals(self) && methods.containsKey(key(call));
    }

    private static boolean isArithmetic(InvokeInstruction call) {
        return ARITHMETIC.contains(owner(call));
    }

    private static boolean isDivision(Opcode opcode) {
        return switch (opcode) {
            case IDIV, LDIV, FDIV, DDIV, IREM, LREM, FREM, DREM -> true;
            default -> false;
        };
    }

    private static String owner(InvokeInstruction call) {
        return call.owner().asInternalName();
    }

    private static String key(InvokeInstruction call) {
        return call.name().stringValue() + call.type().stringValue();
    }

    private static String key(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }
}
