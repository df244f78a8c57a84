package dev.wave.threads.preempt;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells superclasses from class files that a loader can find, and never loads a class: loading one from inside a
 * transformer could go round in circles, or run before its time.
 *
 * <p>A class that is not to be found counts as a direct subclass of Object. Should that be wrong where it matters, the
 * verification of the outcome fails and the class is left as it was.
 */
final class LoaderHierarchy implements ClassHierarchyResolver {
    private static final ClassHierarchyResolver PLATFORM = ClassHierarchyResolver.ofResourceParsing(
                    ClassLoader.getPlatformClassLoader())
            .cached(ConcurrentHashMap::new);
    private static final ClassHierarchyInfo UNKNOWN = ClassHierarchyInfo.ofClass(ConstantDescs.CD_Object);

    private final ClassDesc self;
    private final ClassHierarchyInfo selfInfo;
    private final ClassLoader loader;

    private LoaderHierarchy(ClassModel self, ClassLoader loader) {
        this.self = self.thisClass().asSymbol();
        this.selfInfo = info(self);
        this.loader = loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    /** A resolver for one class being changed, which itself may have no class file to be found. */
    static ClassHierarchyResolver of(ClassModel self, ClassLoader loader) {
        return new LoaderHierarchy(self, loader).cached();
    }

    @Override
    public ClassHierarchyInfo getClassInfo(ClassDesc type) {
        if (type.equals(self)) {
            return selfInfo;
        }
        if (type.packageName().startsWith("java.")) {
            ClassHierarchyInfo info = PLATFORM.getClassInfo(type);
            if (info != null) {
                return info;
            }
        }
        return parse(type);
    }

    private ClassHierarchyInfo parse(ClassDesc type) {
        String descriptor = type.descriptorString();
        try (InputStream file =
                loader.getResourceAsStream(descriptor.substring(1, descriptor.length() - 1) + ".class")) {
            return file == null ? UNKNOWN : info(ClassFile.of().parse(file.readAllBytes()));
        } catch (IOException | IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    private static ClassHierarchyInfo info(ClassModel model) {
        if (model.flags().has(AccessFlag.INTERFACE)) {
            return ClassHierarchyInfo.ofInterface();
        }
        return ClassHierarchyInfo.ofClass(
                model.superclass().map(type -> type.asSymbol()).orElse(null));
    }
}
