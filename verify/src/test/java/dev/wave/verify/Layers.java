package dev.wave.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who may know whom. Modules that are still to come stand in the table already, so that they are held to it from the start. */
final class Layers {
    private static final String[] JDK = {"java..", "javax..", "jdk..", "com.sun..", "org.w3c.dom..", "org.xml.sax.."};

    /** Of each module the modules it may use; never one that lies above it. */
    static final Map<String, List<String>> MAY_USE = Map.of(
            "core", List.of(),
            "threads", List.of("core"),
            "memory", List.of("core"),
            "rpc", List.of("threads", "core"),
            "sim", List.of("core"),
            "lab", List.of("sim", "threads", "memory", "rpc", "core"),
            "lovelock", List.of("sim", "threads", "memory", "rpc", "core"),
            "cli", List.of("lab", "lovelock", "sim", "threads", "memory", "rpc", "core"));

    /** Of each module the libraries it may use besides the JDK; a module that is not named here has none. */
    static final Map<String, List<String>> LIBRARIES = Map.of(
            "lab", List.of("org.HdrHistogram..", "org.tomlj.."),
            "cli", List.of("picocli..", "org.HdrHistogram..", "org.rocksdb..", "wavedemo.."));

    private Layers() {}

    /** That a module knows only what lies below it, its own libraries and the JDK. */
    static ArchRule downwardsOnly(String root, String module) {
        var known = new ArrayList<String>(List.of(JDK));
        known.add(root + "." + module + "..");
        MAY_USE.get(module).forEach(lower -> known.add(root + "." + lower + ".."));
        known.addAll(LIBRARIES.getOrDefault(module, List.of()));
        return classes()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known.toArray(String[]::new))
                .allowEmptyShould(true)
                .because("dependencies point downwards only, and a new library is a decision of its own (Layers)");
    }

    /** That no package needs, by whatever way round, a package that needs it. */
    static ArchRule noCircles(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }
}
