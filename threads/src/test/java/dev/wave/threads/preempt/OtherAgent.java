package dev.wave.threads.preempt;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/**
 * An agent of somebody else's, in the same JVM: writes every method of Sample anew with something harmless in front.
 */
public final class OtherAgent {
    private OtherAgent() {}

    public static void premain(String options, Instrumentation instrumentation) {
        instrumentation.addTransformer(new Renewer());
    }

    static final class Renewer implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
            return "Sample".equals(name) ? rewritten(classFile) : null;
        }
    }

    static byte[] rewritten(byte[] classFile) {
        ClassFile context = ClassFile.of();
        return context.transformClass(
                context.parse(classFile),
                ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Renewal::new)));
    }

    static final class Renewal implements CodeTransform {
        @Override
        public void atStart(CodeBuilder builder) {
            builder.iconst_0().pop();
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            builder.with(element);
        }
    }
}
