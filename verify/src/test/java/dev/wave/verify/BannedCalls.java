package dev.wave.verify;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Calls that have a better replacement here. It reads names, not types: that is enough, since nobody evades it by mistake. */
final class BannedCalls implements Rule {
    /** What is banned (by how it is written), where, and what to do instead. */
    private record Ban(String rule, Predicate<JavaSource> where, Predicate<String> written, String instead) {}

    private static final Predicate<JavaSource> EVERYWHERE = source -> true;

    private static final List<Ban> BANS = List.of(
            new Ban(
                    "clock",
                    source -> source.inMain() && !List.of("cli", "verify").contains(source.module()),
                    one("System.nanoTime", "System.currentTimeMillis", "Instant.now", "LocalDateTime.now"),
                    "ask the injected Clock, or a simulated run is no longer the same for the same seed"),
            new Ban(
                    "sleep",
                    source -> source.inMain() && !source.module().equals("verify"),
                    name -> name.equals("Thread.sleep") || name.matches("(TimeUnit\\.)?[A-Z]+SECONDS\\.sleep"),
                    "wait for the event itself (an interrupt of the link, a queue, a latch) or use an idle strategy"),
            new Ban(
                    "random",
                    EVERYWHERE,
                    one(
                            "Math.random",
                            "new Random()",
                            "new SplittableRandom()",
                            "new SecureRandom()",
                            "ThreadLocalRandom",
                            "RandomGenerator.getDefault"),
                    "take a RandomGenerator that was made from the seed: one seed, one run"),
            new Ban(
                    "unsafe",
                    EVERYWHERE,
                    name -> name.equals("sun.misc.Unsafe") || name.startsWith("jdk.internal.misc"),
                    "use MemorySegment and VarHandle, which the JIT makes as fast"),
            new Ban(
                    "exit",
                    JavaSource::inMain,
                    one("System.exit", "Runtime.getRuntime().exit", "Runtime.getRuntime().halt"),
                    "return an exit status or throw; only the command's main ends the JVM"),
            new Ban(
                    "stack-trace",
                    EVERYWHERE,
                    name -> name.endsWith(".printStackTrace"),
                    "throw it on, or say what happened, what it means and what to do"));

    @Override
    public List<Finding> check(JavaSource source) {
        var findings = new ArrayList<Finding>();
        var bans = BANS.stream().filter(ban -> ban.where().test(source)).toList();
        new Names(source, bans, findings).scan(source.unit(), null);
        return findings;
    }

    private static Predicate<String> one(String... written) {
        var names = List.of(written);
        return names::contains;
    }

    /** Visits every place that can name a method, a constructor or a class. */
    private static final class Names extends TreeScanner<Void, Void> {
        private final JavaSource source;
        private final List<Ban> bans;
        private final List<Finding> findings;

        Names(JavaSource source, List<Ban> bans, List<Finding> findings) {
            this.source = source;
            this.bans = bans;
            this.findings = findings;
        }

        @Override
        public Void visitImport(ImportTree tree, Void nothing) {
            // An import alone does nothing, save where the package itself is banned or the member loses its class's
            // name.
            String name = tree.getQualifiedIdentifier().toString();
            judge(name, tree);
            if (tree.isStatic()) {
                judge(lastTwo(name), tree);
            }
            return null;
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
            String name = tree.toString();
            boolean found = judge(name, tree) || judge(lastTwo(name), tree) || judge(last(name), tree);
            // What stands before the dot belongs to the same finding.
            return found ? null : super.visitMemberSelect(tree, nothing);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
            boolean constructor = tree.getMode() == MemberReferenceTree.ReferenceMode.NEW;
            String owner = tree.getQualifierExpression().toString();
            boolean found =
                    judge(constructor ? "new " + last(owner) + "()" : lastTwo(owner + "." + tree.getName()), tree);
            return found ? null : super.visitMemberReference(tree, nothing);
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void nothing) {
            if (tree.getArguments().isEmpty()) {
                judge("new " + last(tree.getIdentifier().toString()) + "()", tree);
            }
            return super.visitNewClass(tree, nothing);
        }

        @Override
        public Void visitIdentifier(IdentifierTree tree, Void nothing) {
            judge(tree.getName().toString(), tree);
            return super.visitIdentifier(tree, nothing);
        }

        private boolean judge(String name, Tree where) {
            for (Ban ban : bans) {
                if (ban.written().test(name)) {
                    findings.add(source.finding(ban.rule(), where, name + ": " + ban.instead()));
                    return true;
                }
            }
            return false;
        }

        /** {@code java.lang.System.nanoTime} and {@code System.nanoTime} are the same to us. */
        private static String lastTwo(String name) {
            int last = name.lastIndexOf('.');
            return name.substring(name.lastIndexOf('.', last - 1) + 1);
        }

        private static String last(String name) {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }
}
