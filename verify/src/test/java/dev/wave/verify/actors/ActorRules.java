package dev.wave.verify.actors;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What code that simulated actors run must not do, read from its byte code. All actors of a simulation are one thread: a monitor or lock that one of them holds while it is
 * suspended is held by all, a thread local is everybody's, whoever parks parks the simulation, and a class initialiser cannot be suspended in its middle.
 *
 * <p>It sees what is written here, not what the JDK does inside: a method of the JDK that synchronizes and calls back into code that spends time would be missed, and is what
 * the check at run time is for.
 */
final class ActorRules {
    /** What breaks a rule: where it stands, as {@code package.Class.method}, and what it is. */
    record Breach(String place, String what) {
        @Override
        public String toString() {
            return place + " : " + what;
        }
    }

    private record Ban(Pattern called, String what) {}

    private static final List<Ban> BANS = List.of(
            new Ban(Pattern.compile("java/util/concurrent/locks/.*"), "uses a lock or parks"),
            new Ban(
                    Pattern.compile("java/lang/(Inheritable)?ThreadLocal\\..*|java/lang/ScopedValue.*"),
                    "uses a thread local or scoped value"),
            new Ban(
                    Pattern.compile("java/lang/Object\\.(wait|notify|notifyAll)"),
                    "waits on a monitor, or wakes who does"),
            new Ban(
                    Pattern.compile(
                            "java/lang/Thread\\.(sleep|join|yield|onSpinWait)|java/util/concurrent/TimeUnit\\.sleep"),
                    "lets a thread wait"),
            new Ban(
                    Pattern.compile(
                            "java/util/concurrent/(CountDownLatch|Semaphore|CyclicBarrier|Phaser|Exchanger|FutureTask"
                                    + "|CompletableFuture|.*Executor.*|ForkJoin.*|.*BlockingQueue|.*BlockingDeque)\\.[a-z<].*"),
                    "uses what threads wait on"),
            new Ban(
                    Pattern.compile(
                            "java/util/concurrent/ConcurrentHashMap\\.(compute|computeIfAbsent|computeIfPresent|merge)"),
                    "calls back while the map holds a monitor"),
            new Ban(
                    Pattern.compile("java/(util/(Vector|Hashtable|Stack)|lang/StringBuffer)\\.<init>"),
                    "uses a class that synchronizes"));

    /** What spends time, on a machine that is simulated. */
    private static final Set<String> LINK = Set.of(
            "dev/wave/core/link/Window",
            "dev/wave/core/link/Link",
            "dev/wave/core/link/Interrupt",
            "dev/wave/sim/time/Timeline");

    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Map<String, List<MethodModel>> byName = new HashMap<>();
    private final Map<MethodModel, String> owners = new HashMap<>();

    /** @param files contents of class files */
    ActorRules(Collection<byte[]> files) {
        for (byte[] file : files) {
            ClassModel model = ClassFile.of().parse(file);
            classes.put(model.thisClass().asInternalName(), model);
            for (MethodModel method : model.methods()) {
                byName.computeIfAbsent(key(method), key -> new ArrayList<>()).add(method);
                owners.put(method, model.thisClass().asInternalName());
            }
        }
    }

    int classesRead() {
        return classes.size();
    }

    private static String key(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    /** All breaches, in the order of the classes' names. */
    List<Breach> breaches() {
        List<Breach> found = new ArrayList<>();
        classes.keySet().stream().sorted().forEach(name -> {
            for (MethodModel method : classes.get(name).methods()) {
                judge(method, found);
            }
        });
        return found;
    }

    private String place(MethodModel method) {
        return owners.get(method).replace('/', '.') + "." + method.methodName().stringValue();
    }

    private void judge(MethodModel method, List<Breach> found) {
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            found.add(new Breach(place(method), "is synchronized"));
        }
        Set<String> said = new HashSet<>();
        method.code()
                .ifPresent(code -> code.forEach(element -> {
                    String what = banned(element);
                    if (what != null && said.add(what)) {
                        found.add(new Breach(place(method), what));
                    }
                }));
        if (method.methodName().equalsString("<clinit>") && touchesTheLink(method)) {
            found.add(new Breach(place(method), "touches the link while its class is initialised"));
        }
    }

    private static String banned(CodeElement element) {
        if (element instanceof MonitorInstruction monitor) {
            return monitor.opcode() == Opcode.MONITORENTER ? "enters a monitor" : null;
        }
        if (element instanceof InvokeInstruction call) {
            String called = call.owner().asInternalName() + "." + call.name().stringValue();
            return BANS.stream()
                    .filter(ban -> ban.called.matcher(called).matches())
                    .map(Ban::what)
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    /**
     * By whatever way round, as far as it stays in the classes read: of a call to an interface or a class that others extend, all methods of that name and type are taken for
     * called, and an initialiser of a class that is used is, too.
     */
    private boolean touchesTheLink(MethodModel initialiser) {
        Set<MethodModel> seen = new HashSet<>(Set.of(initialiser));
        Deque<MethodModel> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            MethodModel method = open.poll();
            if (method.code().isEmpty()) {
                continue;
            }
            for (CodeElement element : method.code().get()) {
                if (element instanceof InvokeInstruction call
                        && LINK.contains(call.owner().asInternalName())) {
                    return true;
                }
                called(element).stream().filter(seen::add).forEach(open::add);
            }
        }
        return false;
    }

    private List<MethodModel> called(CodeElement element) {
        return switch (element) {
            case InvokeInstruction call -> called(call);
            case NewObjectInstruction made -> initialisers(made.className().asInternalName());
            case FieldInstruction field
            when field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.PUTSTATIC ->
                initialisers(field.owner().asInternalName());
            default -> List.of();
        };
    }

    private List<MethodModel> called(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        if (!classes.containsKey(owner)) {
            return List.of();
        }
        boolean exact = call.opcode() == Opcode.INVOKESTATIC || call.opcode() == Opcode.INVOKESPECIAL;
        List<MethodModel> methods = new ArrayList<>(initialisers(owner));
        for (MethodModel method :
                byName.getOrDefault(call.name().stringValue() + call.type().stringValue(), List.of())) {
            if (!exact || owners.get(method).equals(owner)) {
                methods.add(method);
            }
        }
        return methods;
    }

    private List<MethodModel> initialisers(String owner) {
        return classes.containsKey(owner)
                ? classes.get(owner).methods().stream()
                        .filter(method -> method.methodName().equalsString("<clinit>"))
                        .toList()
                : List.of();
    }
}
