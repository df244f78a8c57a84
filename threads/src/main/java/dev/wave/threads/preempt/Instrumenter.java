package dev.wave.threads.preempt;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The entry point of {@code
 * -javaagent:wave-threads.jar=packages=com.example.:org.example.[,exclude=com.example.tool.]}.
 *
 * <p>It opens what the mechanism needs of {@code java.base}, so that this one flag is enough, and adds preemption polls
 * to the chosen classes as they are loaded. It never stops the JVM: bad options cost one line on standard error, and
 * the program runs on without polls.
 */
public final class Instrumenter {
    private static final InstrumentationTally TALLY = new InstrumentationTally();

    private Instrumenter() {}

    /** Called by the JVM before the program's main method. */
    public static void premain(String options, Instrumentation instrumentation) {
        install(options, instrumentation);
    }

    /** Called by the JVM when attached to a running program; classes already loaded are instrumented too. */
    public static void agentmain(String options, Instrumentation instrumentation) {
        InstrumenterOptions parsed = install(options, instrumentation);
        if (parsed != null) {
            retransformLoaded(parsed, instrumentation);
        }
    }

    /** What has been done so far. */
    public static InstrumentationReport report() {
        return TALLY.report();
    }

    private static InstrumenterOptions install(String text, Instrumentation instrumentation) {
        try {
            open(instrumentation);
            InstrumenterOptions options = InstrumenterOptions.parse(text);
            instrumentation.addTransformer(new PollTransformer(options, instrumentation, TALLY), true);
            return options;
        } catch (RuntimeException e) {
            complain(e.getMessage());
            return null;
        }
    }

    /** What {@code --add-opens} and {@code --add-exports} would do on the command line, for our own classes. */
    private static void open(Instrumentation instrumentation) {
        // Usually one and the same module.
        Set<Module> us = new HashSet<>();
        us.add(Instrumenter.class.getModule());
        us.add(ClassLoader.getSystemClassLoader().getUnnamedModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.vm", us),
                Map.of("java.lang", us),
                Set.of(),
                Map.of());
        allowNativeAccess();
    }

    /**
     * What {@code --enable-native-access} would do: without it the JDK prints a warning, and later versions will
     * refuse. The method is private, but its package has just been opened; if it is gone, the warning is all that
     * happens.
     */
    private static void allowNativeAccess() {
        try {
            // All unnamed modules share one setting.
            Module ours = Instrumenter.class.getModule();
            String name = ours.isNamed() ? "implAddEnableNativeAccess" : "implAddEnableNativeAccessToAllUnnamed";
            Method allow = Module.class.getDeclaredMethod(name);
            allow.setAccessible(true);
            allow.invoke(ours);
        } catch (ReflectiveOperationException | RuntimeException e) {
            complain("polls may cause a warning about native access: " + e);
        }
    }

    private static void retransformLoaded(InstrumenterOptions options, Instrumentation instrumentation) {
        Class<?>[] loaded = Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(instrumentation::isModifiableClass)
                .filter(type -> options.chosen(type.getName().replace('.', '/')))
                .toArray(Class<?>[]::new);
        for (Class<?> one : loaded) {
            try {
                instrumentation.retransformClasses(one);
            } catch (UnmodifiableClassException | LinkageError | RuntimeException e) {
                complain(one.getName() + " has no polls: " + e);
            }
        }
    }

    private static void complain(String message) {
        System.err.println("wave instrumenter: " + message);
    }
}
