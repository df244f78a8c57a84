package dev.wave.core.reordering;

import dev.wave.core.link.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A place in the shipping code that asks a window for more than a load or a store, found in the class files: one that is added tomorrow is
 * found, too.
 *
 * @param number counts the places of one kind in one method, from 1
 * @param at the bytecode index of the call
 */
public record FenceSite(String type, String method, String descriptor, Fences.Kind kind, int number, int at)
        implements Fences {
    private static final String HERE = FenceSite.class.getPackageName() + ".";
    private static final Map<String, Kind> KINDS = Map.of(
            "loadFence", Kind.LOAD_FENCE,
            "storeFence", Kind.STORE_FENCE,
            "fullFence", Kind.FULL_FENCE,
            "flush", Kind.FLUSH,
            "prefetch", Kind.PREFETCH);

    /** All of them, by name. */
    public static List<FenceSite> all() {
        try (Stream<Path> files = Files.walk(classes())) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .flatMap(file -> sites(file).stream())
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path classes() {
        try {
            return Path.of(Window.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<FenceSite> sites(Path file) {
        try {
            ClassModel model = ClassFile.of().parse(file);
            List<FenceSite> found = new ArrayList<>();
            if (file.getParent().endsWith("link")) {
                // Windows that pass on what they are asked for.
                return found;
            }
            for (MethodModel method : model.methods()) {
                method.code().ifPresent(code -> collect(model, method, code, found));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(ClassModel model, MethodModel method, CodeModel code, List<FenceSite> found) {
        String window = Window.class.getName().replace('.', '/');
        Map<Kind, Integer> numbers = new HashMap<>();
        int at = 0;
        for (var element : code) {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals(window)
                    && KINDS.containsKey(call.name().stringValue())) {
                Kind kind = KINDS.get(call.name().stringValue());
                int number = numbers.merge(kind, 1, Integer::sum);
                found.add(new FenceSite(
                        model.thisClass().asInternalName().replace('/', '.'),
                        method.methodName().stringValue(),
                        method.methodType().stringValue(),
                        kind,
                        number,
                        at));
            }
            at += element instanceof Instruction instruction ? instruction.sizeInBytes() : 0;
        }
    }

    /** Everything but this one is kept. */
    @Override
    public boolean ignores(Kind asked) {
        return asked == kind
                && StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                        .walk(frames -> frames.filter(
                                        frame -> !frame.getClassName().startsWith(HERE))
                                .findFirst())
                        .filter(this::isHere)
                        .isPresent();
    }

    private boolean isHere(StackWalker.StackFrame frame) {
        return frame.getByteCodeIndex() == at
                && frame.getClassName().equals(type)
                && frame.getMethodName().equals(method)
                && frame.getDescriptor().equals(descriptor);
    }

    /** As the list of those kept without a test names it. */
    @Override
    public String toString() {
        String name = type.substring(type.lastIndexOf('.') + 1) + "." + method;
        return name + " " + kind.toString().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + " " + number;
    }
}
