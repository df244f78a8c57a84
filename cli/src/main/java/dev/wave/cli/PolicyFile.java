package dev.wave.cli;

import dev.wave.threads.ThreadPolicy;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** A policy in a single source file, compiled when it is asked for. */
final class PolicyFile {
    private PolicyFile() {}

    /**
     * Compiles the file and makes policies of the class that has the file's name.
     *
     * @throws IllegalArgumentException if the file cannot be read or compiled, or holds no policy; one line per mistake
     */
    static Supplier<ThreadPolicy> load(Path source) {
        if (!Files.isReadable(source)) {
            throw new IllegalArgumentException("no file " + source + " to read a policy from: check the path");
        }
        try {
            Path classes = Files.createTempDirectory("wave-policy");
            compile(source, classes);
            Class<?> type = new URLClassLoader(new URL[] {classes.toUri().toURL()}, PolicyFile.class.getClassLoader())
                    .loadClass(source.getFileName().toString().replaceFirst("\\.java$", ""));
            var constructor = type.asSubclass(ThreadPolicy.class).getDeclaredConstructor();
            constructor.setAccessible(true);
            return () -> make(constructor);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("the class in " + source + " does not implement ThreadPolicy", e);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    source
                            + " holds no policy: it needs a class of the file's name, without package, with a constructor without parameters",
                    e);
        }
    }

    private static ThreadPolicy make(Constructor<? extends ThreadPolicy> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a policy cannot be made by " + constructor + ": " + e, e);
        }
    }

    private static void compile(Path source, Path classes) throws MalformedURLException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalArgumentException(
                    "this Java has no compiler, so " + source + " cannot be compiled: run with a JDK, not a JRE");
        }
        var problems = new DiagnosticCollector<JavaFileObject>();
        var files = compiler.getStandardFileManager(problems, Locale.ROOT, null);
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = compiler.getTask(null, files, problems, options, null, files.getJavaFileObjects(source))
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(problems.getDiagnostics().stream()
                    .map(problem -> source + ":" + problem.getLineNumber() + ": "
                            + problem.getMessage(Locale.ROOT)
                                    .lines()
                                    .findFirst()
                                    .orElse(""))
                    .collect(Collectors.joining(System.lineSeparator())));
        }
    }
}
