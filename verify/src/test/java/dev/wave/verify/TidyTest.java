package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Holds every source file of the project to the rules of the house. TidyRulesTest shows that each rule can fail. */
class TidyTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final String SUREFIRE = "//plugin[artifactId='maven-surefire-plugin']/configuration";

    @Test
    void everySourceFileKeepsTheRulesOfTheHouse() throws Exception {
        var rules = List.of(
                new ShapeRules(),
                new BannedCalls(),
                new TestRules(texts(HOME.resolve("build/parent/pom.xml"), SUREFIRE + "/includes/include")));
        var findings = new ArrayList<Finding>();
        for (JavaSource source : JavaSource.all(HOME)) {
            rules.forEach(rule -> findings.addAll(rule.check(source)));
        }
        String report =
                Allowed.read().apply(findings).stream().map(Finding::toString).collect(Collectors.joining("\n"));
        assertEquals("", report, "rules of the house broken (exceptions with a reason go to allowed.txt)");
    }

    @Test
    void noModuleIsLeftOut() throws Exception {
        var read = JavaSource.all(HOME).stream().map(JavaSource::module).collect(Collectors.toSet());
        for (String module : texts(HOME.resolve("pom.xml"), "/project/modules/module")) {
            assertTrue(
                    read.contains(module) || !Files.exists(HOME.resolve(module).resolve("src/main/java")),
                    module + " has sources, and none were read");
        }
    }

    @Test
    void noModuleChoosesWhichOfItsTestsRun() throws Exception {
        for (String module : texts(HOME.resolve("pom.xml"), "/project/modules/module")) {
            if (module.equals("build/parent")) {
                continue;
            }
            Path pom = HOME.resolve(module).resolve("pom.xml");
            for (String choice : List.of("includes", "excludes", "skip", "skipTests", "groups", "testFailureIgnore")) {
                boolean chosen = !texts(pom, SUREFIRE + "/" + choice).isEmpty();
                assertFalse(chosen, pom + " sets " + choice + " for its tests: only build/parent decides that");
            }
        }
    }

    private static List<String> texts(Path pom, String path) throws Exception {
        var document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
        var nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        var texts = new ArrayList<String>();
        for (int index = 0; index < nodes.getLength(); index++) {
            texts.add(nodes.item(index).getTextContent().strip());
        }
        return texts;
    }
}
