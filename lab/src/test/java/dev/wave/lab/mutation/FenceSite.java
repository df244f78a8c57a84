package dev.wave.lab.mutation;

import dev.wave.core.link.Window;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.threads.ThreadAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.StackWalker.StackFrame;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A place in the code that runs on the simulated machine that asks a window for more than a load or a store, found in the class files: one that is added tomorrow is
 * found, too. What {@code core.host.FencesTest} does on a double of memory without time, {@link FenceMutationTest} does on the machine with it.
 *
 * @param number counts the places of one kind in one method, from 1
 * @param at the bytecode index of the call
 */
record FenceSite(String type, String method, String descriptor, FenceFilter.Kind kind, int number, int at)
        implements FenceFilter {
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String MEMORY = FenceFilter.class.getPackageName() + ".";
    private static final String SPLIT = Machine.class.getPackageName() + ".SplitWindow";
    private static final Map<String, Kind> KINDS = Map.of(
            "loadFence", Kind.LOAD_FENCE,
            "storeFence", Kind.STORE_FENCE,
            "fullFence", Kind.FULL_FENCE,
            "flush", Kind.FLUSH,
            "prefetch", Kind.PREFETCH);

    /** What acts on this machine; the rest of {@code core} looks on from outside, or belongs to other links. */
    private static final List<String> PACKAGES =
            List.of("dev/wave/core/agent", "dev/wave/core/host", "dev/wave/core/queue", "dev/wave/core/protocol");

    /** All of them, by name. */
    static List<FenceSite> all() {
        List<FenceSite> sites = new ArrayList<>();
        PACKAGES.forEach(name -> collect(home(Window.class), name, sites));
        collect(home(ThreadAgent.class), "dev/wave/threads", sites);
        collect(home(Machine.class), "dev/wave/sim/machine", sites);
        sites.removeIf(site -> site.type.equals(SPLIT));
        sites.sort((a, b) -> a.toString().compareTo(b.toString()));
        return sites;
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From a folder of classes or from a jar, as the build has it. */
    private static void collect(Path home, String folder, List<FenceSite> sites) {
        try {
            if (Files.isDirectory(home)) {
                collect(home.resolve(folder), sites);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(home)) {
                    collect(jar.getPath(folder), sites);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(Path folder, List<FenceSite> sites) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                for (MethodModel method : model.methods()) {
                    method.code().ifPresent(code -> collect(model, method, code, sites));
                }
            }
        }
    }

    private static void collect(ClassModel model, MethodModel method, CodeModel code, List<FenceSite> sites) {
        String window = Window.class.getName().replace('.', '/');
        Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);
        int at = 0;
        for (var element : code) {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals(window)
                    && KINDS.containsKey(call.name().stringValue())) {
                Kind kind = KINDS.get(call.name().stringValue());
                sites.add(new FenceSite(
                        model.thisClass().asInternalName().replace('/', '.'),
                        method.methodName().stringValue(),
                        method.methodType().stringValue(),
                        kind,
                        numbers.merge(kind, 1, Integer::sum),
                        at));
            }
            at += element instanceof Instruction instruction ? instruction.sizeInBytes() : 0;
        }
    }

    /** Whoever asked the window for what it asks the filter about now. */
    static StackFrame asking() {
        return STACK.walk(frames -> frames.filter(
                        frame -> !frame.getClassName().startsWith(MEMORY) && !isThis(frame.getClassName()))
                .findFirst()
                .orElseThrow());
    }

    private static boolean isThis(String name) {
        return name.startsWith(FenceSite.class.getPackageName()) && !name.contains("Story") || name.equals(SPLIT);
    }

    /** Everything but this one is kept. */
    @Override
    public boolean ignores(Kind asked) {
        return asked == kind && isAt(asking());
    }

    boolean isAt(StackFrame frame) {
        return frame.getByteCodeIndex() == at
                && frame.getMethodName().equals(method)
                && frame.getClassName().equals(type)
                && frame.getDescriptor().equals(descriptor);
    }

    /** As the list of those that are not noticed names it. */
    @Override
    public String toString() {
        String name = type.substring(type.lastIndexOf('.') + 1) + "." + method;
        return name + " " + kind.toString().toLowerCase(Locale.ROOT).replace('_', '-') + " " + number;
    }
}
