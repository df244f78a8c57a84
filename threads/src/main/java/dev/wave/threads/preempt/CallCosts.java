package dev.wave.threads.preempt;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
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
    static final int UNKNOWN = LoopFuel.FULL / 16;

    /** A call of the JDK's that may do some work: 256 of them make a poll. */
    private static final int LIGHT = LoopFuel.FULL / 256;

    /**
     * A method that loops but makes no calls. It polls by itself before it has burnt {@link LoopFuel#SHORT}, and
     * usually loops less.
     */
    private static final int LOOPING = LoopFuel.SHORT / 8;

    /**
     * A method that an instrumented class declares and leaves to others. Those get polls too: what of it has none is
     * small, or loops without calls.
     */
    private static final int DECLARED = LoopFuel.FULL / 128;

    private static final int DIVISION = 8;

    /** The shorter arrays; longer ones come with a loop that fills them, or a price of their own. */
    private static final int NEW_ARRAY = 8;

    private static final int INSTRUCTIONS_PER_UNIT = 24;

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

    /** What calls of methods of the JDK with these names burn, in about the nanoseconds they take. */
    private static final Map<String, Integer> LIGHT_NAMES = Map.ofEntries(
            Map.entry("charAt", 1),
            Map.entry("hasNext", 1),
            Map.entry("isEmpty", 1),
            Map.entry("length", 1),
            Map.entry("size", 1),
            Map.entry("get", 2),
            Map.entry("next", 2),
            Map.entry("set", 2),
            Map.entry("add", 8),
            Map.entry("append", 8),
            Map.entry("containsKey", 4),
            Map.entry("iterator", 16),
            Map.entry("put", 8));

    /** What {@code append} burns by what it is given; anything else is looked up by name. */
    private static final Map<Character, Integer> APPENDED = Map.of('C', 2, 'Z', 2, 'I', 6, 'J', 12, 'F', 64, 'D', 64);

    private final String self;
    private final ClassDesc selfType;
    private final CalleeCosts callees;
    private final ClassLoader loader;
    private final Set<String> handedOut = new HashSet<>();
    private final Map<String, MethodShape> methods = new HashMap<>();
    private final Map<String, Integer> smallCosts = new HashMap<>();
    private final Set<String> declared = new HashSet<>();

    /**
     * Reads a class.
     *
     * @param callees what is known of other classes
     * @param loader where those are looked for
     */
    CallCosts(ClassModel model, CalleeCosts callees, ClassLoader loader) {
        this.callees = callees;
        this.loader = loader;
        self = model.thisClass().asInternalName();
        selfType = model.thisClass().asSymbol();
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> methods.put(key(method), new MethodShape(code)));
            if (method.flags().has(AccessFlag.ABSTRACT)) {
                declared.add(key(method));
            }
        }
        methods.values().forEach(shape -> shape.elements().forEach(this::noteHandedOut));
    }

    /** What a lambda or a method reference is made of. */
    private void noteHandedOut(CodeElement element) {
        if (element instanceof InvokeDynamicInstruction dynamic) {
            for (ConstantDesc argument : dynamic.bootstrapArgs()) {
                if (argument instanceof DirectMethodHandleDesc target
                        && target.owner().equals(selfType)) {
                    handedOut.add(target.methodName() + target.lookupDescriptor());
                }
            }
        }
    }

    MethodShape shape(MethodModel method) {
        return methods.get(key(method));
    }

    /**
     * Where a method polls because of the calls that it makes: places before which a poll goes; 0 is the beginning.
     *
     * <p>It does if it makes calls and loops, may call itself, or is more than a small method that only calls its own
     * class and the JDK. Small methods get no poll because it would spoil the loops they are inlined into, and methods
     * that loop but call nothing get none because their loops poll. Methods behind lambdas and method references always
     * poll where they begin: they run in loops of the JDK's (streams, forEach) that have no polls.
     */
    Set<Integer> entryPolls(MethodModel method) {
        String key = key(method);
        if (!pollsForCalls(key)) {
            return Set.of();
        }
        if (handedOut.contains(key)) {
            return CallPolls.AT_ENTRY;
        }
        MethodShape shape = methods.get(key);
        return CallPolls.places(shape, element -> isCall(element) && (pollsForAnyCall(shape) || leadsTo(element, key)));
    }

    private boolean pollsForCalls(String key) {
        MethodShape shape = methods.get(key);
        return !key.startsWith("<") && (handedOut.contains(key) || pollsForAnyCall(shape) || mayRecur(key));
    }

    private boolean pollsForAnyCall(MethodShape shape) {
        boolean large = !isSmall(shape) || !shape.loopEnds().isEmpty();
        return large && callsAnything(shape) || callsElsewhere(shape);
    }

    private static boolean isSmall(MethodShape shape) {
        return shape.size() <= SMALL;
    }

    private static boolean callsAnything(MethodShape shape) {
        return shape.elements().stream().anyMatch(CallCosts::isCall);
    }

    private static boolean isCall(CodeElement element) {
        return element instanceof InvokeDynamicInstruction
                || element instanceof InvokeInstruction call && !isArithmetic(call);
    }

    private boolean callsElsewhere(MethodShape shape) {
        return shape.elements().stream()
                .anyMatch(element -> element instanceof InvokeInstruction call
                        && !owner(call).equals(self)
                        && !owner(call).startsWith("java/"));
    }

    /** Whether calls may lead from a method back to it: within the class, or through a namesake of another class. */
    private boolean mayRecur(String key) {
        return methods.get(key).elements().stream().anyMatch(element -> leadsTo(element, key));
    }

    private boolean leadsTo(CodeElement element, String goal) {
        return element instanceof InvokeInstruction call && leadsTo(call, goal, new HashSet<>());
    }

    private boolean leadsTo(InvokeInstruction call, String goal, Set<String> seen) {
        String next = key(call);
        if (next.equals(goal)) {
            return true;
        }
        return isOwn(call)
                && seen.add(next)
                && methods.get(next).elements().stream()
                        .anyMatch(element ->
                                element instanceof InvokeInstruction further && leadsTo(further, goal, seen));
    }

    /** The fuel that the code between two places burns when it runs once. */
    long units(MethodShape shape, int from, int to) {
        long instructions = 0;
        long branches = 0;
        long units = 0;
        for (CodeElement element : shape.elements().subList(from, to)) {
            if (element instanceof Instruction) {
                instructions++;
                units += units(element);
                branches += isConditional(element) ? 1 : 0;
            }
        }
        // One branch is the loop's own. Each further one may be foretold wrongly every other time, at 15 to 20 cycles.
        return Math.max(1, units + instructions / INSTRUCTIONS_PER_UNIT + Math.max(0, branches - 1));
    }

    /** As {@link #units}, up to those of one unknown call: so many of them make a poll in any case. */
    int cost(MethodShape shape, int from, int to) {
        return (int) Math.min(UNKNOWN, units(shape, from, to));
    }

    private int units(CodeElement element) {
        return switch (element) {
            case InvokeDynamicInstruction ignored -> LIGHT;
            case InvokeInstruction call -> units(call);
            case NewPrimitiveArrayInstruction ignored -> NEW_ARRAY;
            case NewReferenceArrayInstruction ignored -> NEW_ARRAY;
            case NewMultiArrayInstruction ignored -> LIGHT;
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
        if (call.name().equalsString(ConstantDescs.INIT_NAME)) {
            return LIGHT;
        }
        if (owner(call).startsWith("java/")) {
            return jdkUnits(call);
        }
        if (owner(call).equals(self) && declared.contains(key(call))) {
            return DECLARED;
        }
        return callees.units(loader, owner(call), key(call)).orElse(UNKNOWN);
    }

    private static int jdkUnits(InvokeInstruction call) {
        String name = call.name().stringValue();
        if (name.equals("append")
                && APPENDED.containsKey(call.type().stringValue().charAt(1))) {
            return APPENDED.get(call.type().stringValue().charAt(1));
        }
        // A map takes several times as long to find something as a list does.
        int weight = owner(call).endsWith("Map") ? 4 : 1;
        return Math.min(UNKNOWN, weight * LIGHT_NAMES.getOrDefault(name, UNKNOWN));
    }

    /** What a call of each of its methods burns. */
    Map<String, Integer> ownUnits() {
        Map<String, Integer> units = new HashMap<>();
        methods.keySet().forEach(key -> units.put(key, ownUnits(key)));
        declared.forEach(key -> units.put(key, DECLARED));
        return units;
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
        if (!pollsForCalls(key)) {
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

    private static boolean isConditional(CodeElement element) {
        return element instanceof BranchInstruction branch
                && branch.opcode() != Opcode.GOTO
                && branch.opcode() != Opcode.GOTO_W;
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
