package dev.wave.threads.preempt;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** Instruments the chosen classes as they are loaded. Whatever goes wrong, the class stays as it was. */
final class PollTransformer implements ClassFileTransformer {
    private final InstrumenterOptions options;
    private final Instrumentation instrumentation;
    private final InstrumentationTally tally;
    private final CalleeCosts callees;

    /** Whether a loader finds our classes; weak, since loaders come and go. Guarded by itself. */
    private final Map<ClassLoader, Boolean> reaching = new WeakHashMap<>();

    PollTransformer(InstrumenterOptions options, Instrumentation instrumentation, InstrumentationTally tally) {
        this.options = options;
        this.instrumentation = instrumentation;
        this.tally = tally;
        callees = new CalleeCosts(options::chosen);
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String className,
            Class<?> classBeingRedefined,
            ProtectionDomain domain,
            byte[] classFile) {
        if (className == null || loader == null || !options.chosen(className)) {
            return null;
        }
        try {
            return instrument(module, loader, classFile);
        } catch (Throwable e) {
            // Also errors: the JVM would swallow them silently, and a class without polls is better than none.
            fail(className, e);
            return null;
        }
    }

    private byte[] instrument(Module module, ClassLoader loader, byte[] classFile) {
        if (!reaches(loader)) {
            tally.addUnreachable();
            return null;
        }
        Instrumented outcome = PollInserter.instrument(classFile, loader, callees);
        tally.add(outcome);
        if (!outcome.changed()) {
            return null;
        }
        letRead(module);
        return outcome.classFile();
    }

    /**
     * Whether the loader finds the very class that polls; otherwise (say, in a strict plug-in system) calls would fail.
     */
    private boolean reaches(ClassLoader loader) {
        if (loader == Preemption.class.getClassLoader()) {
            return true;
        }
        synchronized (reaching) {
            Boolean known = reaching.get(loader);
            if (known != null) {
                return known;
            }
        }
        boolean found = finds(loader);
        synchronized (reaching) {
            reaching.put(loader, found);
        }
        return found;
    }

    private static boolean finds(ClassLoader loader) {
        try {
            return loader.loadClass(Preemption.class.getName()) == Preemption.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private void letRead(Module module) {
        Module ours = Preemption.class.getModule();
        if (module.isNamed() && !module.canRead(ours)) {
            instrumentation.redefineModule(module, Set.of(ours), Map.of(), Map.of(), Set.of(), Map.of());
        }
    }

    private void fail(String className, Throwable cause) {
        if (tally.addFailure(className, cause)) {
            System.err.println("wave instrumenter: " + className.replace('/', '.') + " has no polls: " + cause
                    + " (further failures are only counted)");
        }
    }
}
