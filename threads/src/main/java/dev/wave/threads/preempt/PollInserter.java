package dev.wave.threads.preempt;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Inserts preemption polls into one class file. It loads nothing and changes nothing but the bytes it returns. */
public final class PollInserter {
    private static final String PREEMPTION = internalName(Preemption.class);

    /** What only an instrumenter writes; {@link Preemption#point} may be in any class. */
    private static final Set<String> INSERTED = Set.of("poll", "enterDeferred", "exitDeferred", "leaveSynchronized");

    private static final int OLDEST_VERSION = 50;

    private final ClassModel model;
    private final boolean marked;
    private final CallCosts costs;
    private final Map<MethodModel, MethodPlan> plans = new HashMap<>();
    private final List<String> leftAlone = new ArrayList<>();
    private int loopsPolled;
    private int loopsInStrips;

    private PollInserter(ClassModel model, CallCosts costs) {
        this.model = model;
        marked = MethodPlan.marked(model);
        this.costs = costs;
    }

    /**
     * Instruments a class file.
     *
     * @param classFile any class file; files before version 50 (Java 6) and files with polls in them are left alone
     * @param loader where the classes that it mentions may be found; null stands for the system class loader
     * @return the new class file and what was done, or why nothing was
     * @throws IllegalArgumentException if the file cannot be parsed, or what came out does not verify
     */
    public static Instrumented instrument(byte[] classFile, ClassLoader loader) {
        return instrument(classFile, loader, CalleeCosts.NONE);
    }

    /**
     * As {@link #instrument(byte[], ClassLoader)}, knowing which other classes get polls too, so that loops around calls
     * of their methods need not poll so often.
     *
     * @param instrumented whether a class, named as {@code com/example/Service}, gets polls
     */
    public static Instrumented instrument(byte[] classFile, ClassLoader loader, Predicate<String> instrumented) {
        return instrument(classFile, loader, new CalleeCosts(instrumented));
    }

    static Instrumented instrument(byte[] classFile, ClassLoader loader, CalleeCosts callees) {
        if (majorVersion(classFile) < OLDEST_VERSION) {
            return Instrumented.unchanged(classFile, "its class file version is before 50");
        }
        ClassModel model = ClassFile.of().parse(classFile);
        if (hasPolls(model)) {
            return Instrumented.unchanged(classFile, "it has polls already");
        }
        ClassFile context = ClassFile.of(ClassHierarchyResolverOption.of(LoaderHierarchy.of(model, loader)));
        return new PollInserter(model, new CallCosts(model, callees, loader)).instrument(context, classFile);
    }

    private Instrumented instrument(ClassFile context, byte[] classFile) {
        model.methods().forEach(this::plan);
        if (plans.isEmpty()) {
            return Instrumented.unchanged(classFile, "nothing in it needs a poll", leftAlone);
        }
        byte[] changed = context.transformClass(model, this::weave);
        List<VerifyError> errors = context.verify(changed);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("does not verify: " + firstLine(errors.getFirst()));
        }
        return new Instrumented(changed, true, "", loopsPolled, loopsInStrips, List.copyOf(leftAlone));
    }

    private void plan(MethodModel method) {
        method.code().ifPresent(code -> plan(method, code));
    }

    private void plan(MethodModel method, CodeModel code) {
        MethodPlan plan = MethodPlan.of(method, code, costs, marked);
        boolean left = plan.shape().outdated() || plan.outgrows();
        if (plan.changes() && !left) {
            plans.put(method, plan);
        }
        if (plan.polls() && !left) {
            loopsPolled += plan.loopCount();
            loopsInStrips += plan.loops().strips().size();
        } else {
            plan.shape()
                    .loopEnds()
                    .values()
                    .forEach(at -> leftAlone.add(place(method, plan.shape().line(at))));
        }
    }

    private String place(MethodModel method, int line) {
        String name = model.thisClass().asInternalName().replace('/', '.');
        return name + '.' + method.methodName().stringValue() + ':' + line;
    }

    private void weave(ClassBuilder builder, ClassElement element) {
        if (element instanceof MethodModel method && plans.containsKey(method)) {
            boolean constructor = method.methodName().equalsString(ConstantDescs.INIT_NAME);
            // Made anew each time: the class-file writer starts a method over when a jump turns out too long.
            CodeTransform weaver = CodeTransform.ofStateful(() -> new MethodWeaver(plans.get(method), constructor));
            builder.transformMethod(method, MethodTransform.transformingCode(weaver));
        } else {
            builder.with(element);
        }
    }

    private static boolean hasPolls(ClassModel model) {
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof MemberRefEntry member && isInserted(member)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInserted(MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        return owner.equals(PREEMPTION) && INSERTED.contains(member.name().stringValue());
    }

    private static int majorVersion(byte[] classFile) {
        return classFile.length < 8 ? 0 : (classFile[6] & 0xFF) << 8 | classFile[7] & 0xFF;
    }

    private static String firstLine(VerifyError error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}
