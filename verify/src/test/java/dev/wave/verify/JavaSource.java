package dev.wave.verify;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java file of the project, read by the JDK's own parser; {@code path} is relative to the root, with slashes. */
record JavaSource(String path, String text, CompilationUnitTree unit, SourcePositions positions) {
    static JavaSource of(String path, String text) {
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        var problems = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
        try {
            var unit = task.parse().iterator().next();
            if (!problems.getDiagnostics().isEmpty()) {
                throw new IllegalArgumentException(path + " is not Java: " + problems.getDiagnostics());
            }
            return new JavaSource(path, text, unit, Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every Java file under the root's modules and examples; what builds leave behind is not ours. */
    static List<JavaSource> all(Path home) {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(home::relativize)
                    .map(file -> file.toString().replace('\\', '/'))
                    .filter(path -> path.matches("[^/.]+/src/(main|test|peers)/java/.*|examples/.*"))
                    .sorted()
                    .map(path -> of(path, read(home.resolve(path))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean inMain() {
        return path.contains("/src/main/");
    }

    boolean inTest() {
        return path.contains("/src/test/");
    }

    /** The first folder: a module's name, or {@code examples}. */
    String module() {
        return path.substring(0, path.indexOf('/'));
    }

    long firstLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    long lines(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree)) - firstLine(tree) + 1;
    }

    Finding finding(String rule, Tree where, String text) {
        return new Finding(rule, path, firstLine(where), text);
    }
}
