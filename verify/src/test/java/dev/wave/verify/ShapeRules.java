package dev.wave.verify;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** How long files and methods may be, what classes may be called, what a public method may ask for. */
final class ShapeRules implements Rule {
    static final int FILE_CAP = 400;
    static final int METHOD_CAP = 40;

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Impl|Manager|Helper|Utils?)");
    private static final List<String> WITHOUT_PUBLIC_METHODS = List.of("cli", "verify", "examples");

    @Override
    public List<Finding> check(JavaSource source) {
        var findings = new ArrayList<Finding>();
        long lines = source.text().lines().count();
        if (lines > FILE_CAP) {
            findings.add(new Finding(
                    "file-cap",
                    source.path(),
                    lines,
                    lines + " lines, the cap is " + FILE_CAP + ": find the second thing it does and give that a file"));
        }
        new Declarations(source, findings).scan(source.unit(), null);
        return findings;
    }

    /** Visits every class and method that is declared, nested ones too. */
    private static final class Declarations extends TreeScanner<Void, ClassTree> {
        private final JavaSource source;
        private final List<Finding> findings;

        Declarations(JavaSource source, List<Finding> findings) {
            this.source = source;
            this.findings = findings;
        }

        @Override
        public Void visitClass(ClassTree tree, ClassTree outer) {
            String name = tree.getSimpleName().toString();
            if (EMPTY_NAME.matcher(name).matches()) {
                findings.add(source.finding("class-name", tree, name + ": name it for what it does or is"));
            }
            return super.visitClass(tree, tree);
        }

        @Override
        public Void visitMethod(MethodTree tree, ClassTree owner) {
            long lines = source.lines(tree);
            if (lines > METHOD_CAP) {
                String text = tree.getName() + " has " + lines + " lines, the cap is " + METHOD_CAP
                        + ": give its steps names of their own";
                findings.add(source.finding("method-cap", tree, text));
            }
            if (isPublic(tree, owner) && flags(tree) > 1) {
                String text =
                        tree.getName() + " takes several booleans, which no caller can tell apart by reading: take"
                                + " an enum or an options record";
                findings.add(source.finding("boolean-parameters", tree, text));
            }
            return super.visitMethod(tree, owner);
        }

        private boolean isPublic(MethodTree tree, ClassTree owner) {
            return source.inMain()
                    && !WITHOUT_PUBLIC_METHODS.contains(source.module())
                    && (tree.getModifiers().getFlags().contains(Modifier.PUBLIC)
                            || owner.getKind() == Tree.Kind.INTERFACE);
        }

        private static long flags(MethodTree tree) {
            return tree.getParameters().stream()
                    .filter(parameter -> "boolean".equals(String.valueOf(parameter.getType())))
                    .count();
        }
    }
}
