package dev.wave.verify;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** That every test is run, and that its name is a sentence. */
final class TestRules implements Rule {
    private static final Set<String> TEST_ANNOTATIONS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
    private static final int WORDS_OF_A_SENTENCE = 3;

    private final List<Pattern> runByBuild;

    /** Takes the file patterns of the build, such as {@code **}{@code /*Test.java}. */
    TestRules(List<String> patternsOfBuild) {
        runByBuild = patternsOfBuild.stream()
                .map(pattern -> pattern.replace("**/", "").replace(".java", ""))
                .map(pattern -> Pattern.compile(pattern.replace("*", ".*")))
                .toList();
    }

    @Override
    public List<Finding> check(JavaSource source) {
        var findings = new ArrayList<Finding>();
        if (source.inTest()) {
            new Tests(source, findings).scan(source.unit(), null);
        }
        return findings;
    }

    private boolean isRun(ClassTree tree, ClassTree outer) {
        String name = tree.getSimpleName().toString();
        return outer == null
                ? runByBuild.stream().anyMatch(pattern -> pattern.matcher(name).matches())
                : annotated(tree.getModifiers(), Set.of("Nested"));
    }

    private static boolean annotated(ModifiersTree modifiers, Set<String> names) {
        return modifiers.getAnnotations().stream()
                .map(AnnotationTree::getAnnotationType)
                .map(Object::toString)
                .anyMatch(type -> names.contains(type.substring(type.lastIndexOf('.') + 1)));
    }

    /** Visits every class that holds tests itself. */
    private final class Tests extends TreeScanner<Void, ClassTree> {
        private final JavaSource source;
        private final List<Finding> findings;

        Tests(JavaSource source, List<Finding> findings) {
            this.source = source;
            this.findings = findings;
        }

        @Override
        public Void visitClass(ClassTree tree, ClassTree outer) {
            boolean holdsTests = tree.getMembers().stream()
                    .anyMatch(member ->
                            member instanceof MethodTree method && annotated(method.getModifiers(), TEST_ANNOTATIONS));
            // What is abstract runs through the classes that extend it, and those are looked at by themselves.
            boolean complete = tree.getKind() == Tree.Kind.CLASS
                    && !tree.getModifiers().getFlags().contains(Modifier.ABSTRACT);
            if (holdsTests && complete && !isRun(tree, outer)) {
                String text = tree.getSimpleName()
                        + " holds tests that nothing runs: let its name end in Test, or mark a nested class @Nested";
                findings.add(source.finding("test-not-run", tree, text));
            }
            return super.visitClass(tree, tree);
        }

        @Override
        public Void visitMethod(MethodTree tree, ClassTree owner) {
            String name = tree.getName().toString();
            int words = name.split("(?=[A-Z])|_").length;
            if (annotated(tree.getModifiers(), TEST_ANNOTATIONS) && words < WORDS_OF_A_SENTENCE) {
                String text = name + " says too little: a test's name is a sentence, staleDecisionIsRefusedAndReported";
                findings.add(source.finding("test-name", tree, text));
            }
            return super.visitMethod(tree, owner);
        }
    }
}
