package dev.wave.verify.bench.polls;

import dev.wave.threads.preempt.PollInserter;
import dev.wave.verify.bench.polls.kernels.Inputs;
import dev.wave.verify.bench.polls.kernels.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Defines the kernels' classes anew, with or without polls, so that each variant is profiled and compiled apart. */
final class KernelLoader extends ClassLoader {
    private static final String PACKAGE = Kernel.class.getPackageName() + '.';

    /** The classes that all variants share. */
    private static final Set<String> SHARED = Set.of(
            Kernel.class.getName(), Inputs.class.getName(), Inputs.Node.class.getName(), Inputs.Tree.class.getName());

    /** Whether the classes get polls. */
    enum Variant {
        WITHOUT,
        WITH
    }

    private final Variant variant;

    KernelLoader(Variant variant) {
        super(KernelLoader.class.getClassLoader());
        this.variant = variant;
    }

    Kernel kernel(PollCase one) throws ReflectiveOperationException {
        var constructor = loadClass(PACKAGE + one.className()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Kernel) constructor.newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE) || SHARED.contains(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    /** Whether a class, named with slashes, has polls too: as if all of a service's packages were chosen. */
    private static boolean isKernel(String name) {
        return name.startsWith(PACKAGE.replace('.', '/'));
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = file.readAllBytes();
            byte[] chosen = variant == Variant.WITH
                    ? PollInserter.instrument(bytes, getParent(), KernelLoader::isKernel)
                            .classFile()
                    : bytes;
            return defineClass(name, chosen, 0, chosen.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
