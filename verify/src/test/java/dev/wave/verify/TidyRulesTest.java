package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows of each rule that it finds what it is for, and lets pass what is fine. */
class TidyRulesTest {
    private static final String CORE = "core/src/main/java/dev/wave/core/Sample.java";
    private static final String CLI = "cli/src/main/java/dev/wave/cli/Sample.java";
    private static final String TEST = "core/src/test/java/dev/wave/core/SampleTest.java";
    private static final TestRules TEST_RULES = new TestRules(List.of("**/Test*.java", "**/*Test.java"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clock       | long t = System.nanoTime();
            clock       | long t = java.lang.System.currentTimeMillis();
            clock       | Object t = java.time.Instant.now();
            clock       | java.util.function.LongSupplier t = System::nanoTime;
            sleep       | Thread.sleep(5);
            sleep       | java.util.concurrent.TimeUnit.MILLISECONDS.sleep(5);
            random      | double d = Math.random();
            random      | var r = new Random();
            random      | var r = new java.util.Random();
            random      | java.util.function.Supplier<Object> r = Random::new;
            random      | int i = ThreadLocalRandom.current().nextInt();
            random      | int i = java.util.concurrent.ThreadLocalRandom.current().nextInt();
            unsafe      | sun.misc.Unsafe u = null;
            unsafe      | jdk.internal.misc.Unsafe u = null;
            exit        | System.exit(1);
            exit        | Runtime.getRuntime().halt(1);
            stack-trace | new Exception().printStackTrace();
            """)
    void bannedCallIsFoundHoweverItIsWritten(String rule, String statement) {
        assertEquals(List.of(rule), rules(new BannedCalls(), CORE, method(statement)));
    }

    @Test
    void staticImportDoesNotHideABannedCall() {
        String text = "import static java.lang.System.nanoTime;\nclass Sample {}";
        assertEquals(List.of("clock"), rules(new BannedCalls(), CORE, text));
    }

    @Test
    void importOfUnsafeIsFound() {
        assertEquals(List.of("unsafe"), rules(new BannedCalls(), CLI, "import sun.misc.Unsafe;\nclass Sample {}"));
    }

    @Test
    void callsThatOnlyLookLikeBannedOnesPass() {
        String fine =
                "long t = clock.nanoTime(); var r = new Random(42L); String s = \"System.nanoTime()\"; thread.sleep(1);";
        assertEquals(List.of(), rules(new BannedCalls(), CORE, method(fine)));
    }

    @Test
    void commandMayReadTheClockAndTestsMaySleep() {
        assertEquals(List.of(), rules(new BannedCalls(), CLI, method("long t = System.nanoTime();")));
        assertEquals(List.of(), rules(new BannedCalls(), TEST, method("Thread.sleep(5);")));
    }

    @Test
    void findingNamesFileLineAndReplacement() {
        var finding = new BannedCalls()
                .check(JavaSource.of(CORE, method("Thread.sleep(5);")))
                .getFirst();
        assertTrue(finding.toString().startsWith(CORE + ":3 [sleep] Thread.sleep: wait for the event itself"));
    }

    @Test
    void fileOverTheCapIsFoundAndOneAtTheCapPasses() {
        String atCap = "class Sample {}\n" + "//\n".repeat(ShapeRules.FILE_CAP - 1);
        assertEquals(List.of(), rules(new ShapeRules(), CORE, atCap));
        assertEquals(List.of("file-cap"), rules(new ShapeRules(), CORE, atCap + "//\n"));
    }

    @Test
    void methodOverTheCapIsFoundAndOneAtTheCapPasses() {
        String atCap = "int i = 0;\n".repeat(ShapeRules.METHOD_CAP - 2);
        assertEquals(List.of(), rules(new ShapeRules(), CORE, method(atCap.strip())));
        assertEquals(List.of("method-cap"), rules(new ShapeRules(), CORE, method(atCap)));
    }

    @ParameterizedTest
    @CsvSource({"QueueImpl", "QueueManager", "QueueHelper", "QueueUtil", "QueueUtils"})
    void classNameThatSaysNothingIsFound(String name) {
        assertEquals(List.of("class-name"), rules(new ShapeRules(), CORE, "class Sample { record " + name + "() {} }"));
    }

    @Test
    void publicMethodWithTwoBooleansIsFound() {
        String open = "void run(boolean now, int cores, boolean twice)";
        assertEquals(
                List.of("boolean-parameters"),
                rules(new ShapeRules(), CORE, "class Sample { public " + open + " {} }"));
        assertEquals(
                List.of("boolean-parameters"), rules(new ShapeRules(), CORE, "interface Sample { " + open + "; }"));
        assertEquals(List.of(), rules(new ShapeRules(), CORE, "class Sample { " + open + " {} }"));
        assertEquals(List.of(), rules(new ShapeRules(), CLI, "class Sample { public " + open + " {} }"));
    }

    @Test
    void testClassThatTheBuildPassesOverIsFound() {
        assertEquals(List.of("test-not-run"), rules(TEST_RULES, TEST, tests("class QueueProps")));
        assertEquals(List.of(), rules(TEST_RULES, TEST, tests("class QueueTest")));
        assertEquals(List.of(), rules(TEST_RULES, TEST, tests("abstract class QueueContract")));
    }

    @Test
    void nestedTestClassMustBeMarkedAsOne() {
        String plain = tests("class Full");
        assertEquals(List.of("test-not-run"), rules(TEST_RULES, TEST, "class QueueTest { " + plain + " }"));
        assertEquals(List.of(), rules(TEST_RULES, TEST, "class QueueTest { @Nested " + plain + " }"));
    }

    @Test
    void testNameThatIsNoSentenceIsFound() {
        assertEquals(List.of("test-name"), rules(TEST_RULES, TEST, "class QueueTest { @Test void full() {} }"));
        assertEquals(List.of("test-name"), rules(TEST_RULES, TEST, "class QueueTest { @Test void fullQueue() {} }"));
    }

    @Test
    void exceptionNeedsAReasonAndAUse() {
        var finding = new Finding("sleep", CORE, 3, "text");
        assertEquals(List.of(), Allowed.parse("sleep " + CORE + " it has to").apply(List.of(finding)));
        assertEquals(List.of(finding), Allowed.parse("# nothing").apply(List.of(finding)));
        assertEquals(
                1,
                Allowed.parse("sleep " + CORE + " it has to").apply(List.of()).size());
        assertThrows(IllegalArgumentException.class, () -> Allowed.parse("sleep " + CORE));
    }

    private static List<String> rules(Rule rule, String path, String text) {
        return rule.check(JavaSource.of(path, text)).stream().map(Finding::rule).toList();
    }

    private static String method(String body) {
        return "class Sample {\nvoid sample() throws Exception {\n" + body + "\n}\n}";
    }

    private static String tests(String declaration) {
        return declaration + " { @Test void fullQueueIsReported() {} }";
    }
}
