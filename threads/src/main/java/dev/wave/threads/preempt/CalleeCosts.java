package dev.wave.threads.preempt;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.util.Map;
import java.util.OptionalInt;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What calls of methods of other instrumented classes cost, read from class files that a loader finds; no class is
 * loaded. It is an estimate: it decides how often loops around such calls poll, not whether.
 */
final class CalleeCosts {
    /** Knows no other class. */
    static final CalleeCosts NONE = new CalleeCosts(name -> false);

    private final Predicate<String> instrumented;

    /** Of each loader and class, named as {@code com/example/Service}, the costs of its methods; weak, as loaders go. */
    private final Map<ClassLoader, Map<String, Map<String, Integer>>> known = new WeakHashMap<>();

    /**
     * Costs of calls of the classes chosen; of others nothing is known, for they have no polls.
     *
     * @param instrumented whether a class, named as {@code com/example/Service}, gets polls too
     */
    CalleeCosts(Predicate<String> instrumented) {
        this.instrumented = instrumented;
    }

    /** The fuel that a call burns, if it is known. */
    OptionalInt units(ClassLoader loader, String owner, String method) {
        if (loader == null || owner.startsWith("[") || !instrumented.test(owner)) {
            return OptionalInt.empty();
        }
        Map<String, Map<String, Integer>> classes;
        synchronized (known) {
            classes = known.computeIfAbsent(loader, ignored -> new ConcurrentHashMap<>());
        }
        // Not computeIfAbsent: to read a class file may load classes, which may come back here.
        Map<String, Integer> methods = classes.get(owner);
        if (methods == null) {
            methods = read(loader, owner);
            classes.put(owner, methods);
        }
        Integer units = methods.get(method);
        return units == null ? OptionalInt.empty() : OptionalInt.of(units);
    }

    private static Map<String, Integer> read(ClassLoader loader, String owner) {
        try (InputStream file = loader.getResourceAsStream(owner + ".class")) {
            return file == null
                    ? Map.of()
                    : new CallCosts(ClassFile.of().parse(file.readAllBytes()), NONE, null).ownUnits();
        } catch (IOException | IllegalArgumentException e) {
            return Map.of();
        }
    }
}
