package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes compiled from a text in the test, and what the instrumenter makes of them. */
record Compiled(Map<String, byte[]> classFiles) {
    /** Compiles one source file that holds a public class Sample. */
    static Compiled of(String source) {
        Map<String, ByteArrayOutputStream> written = new HashMap<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null), written);
        var unit = new Source(source);
        List<String> options = List.of("-g", "-classpath", System.getProperty("java.class.path"));
        assertTrue(
                compiler.getTask(null, files, null, options, null, List.of(unit))
                        .call(),
                "does not compile");
        return new Compiled(written.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toByteArray())));
    }

    /** The same classes instrumented; each verified. */
    Compiled instrumented() {
        return new Compiled(classFiles.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> outcome(entry.getKey()).classFile())));
    }

    /** What instrumenting does to one of the classes. */
    Instrumented outcome(String name) {
        Instrumented outcome = PollInserter.instrument(classFiles.get(name), new Loader(classFiles));
        assertEquals(List.of(), ClassFile.of().verify(outcome.classFile()));
        return outcome;
    }

    /** What instrumenting does to Sample if all the classes get polls. */
    Instrumented outcomeAmongInstrumented() {
        return PollInserter.instrument(classFiles.get("Sample"), new Loader(classFiles), classFiles::containsKey);
    }

    Instrumented outcome() {
        return outcome("Sample");
    }

    /** Loads Sample (and so verifies it) in a loader of its own, and makes one. */
    Runnable sample() {
        try {
            var constructor = load().getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Runnable) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    Class<?> load() {
        try {
            return Class.forName("Sample", true, new Loader(classFiles));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classFiles;

        Loader(Map<String, byte[]> classFiles) {
            super(Compiled.class.getClassLoader());
            this.classFiles = classFiles;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classFiles.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] bytes = classFiles.get(name.replace(".class", "").replace('/', '.'));
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Sample.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> written) {
            super(files);
            this.written = written;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(name, ignored -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
