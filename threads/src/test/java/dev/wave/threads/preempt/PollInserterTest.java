package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the instrumenter puts into class files, tried out on compiled samples. */
@Timeout(60)
class PollInserterTest {
    private static final String FRAME = """
        public class Sample implements Runnable {
            static int[] data = new int[20_000];
            static { java.util.Arrays.setAll(data, i -> i * 31 ^ i); }
            static volatile long result;
            long work() { %s }
            public void run() { result = work(); }
        }
        """;

    /**
     * Loops of many shapes; each runs longer than the fuel lasts and returns a number that depends on every iteration.
     */
    private static final String LOOPS = """
        long s = 0; for (int i = 0; i < data.length; i++) s = s * 31 + data[i]; return s;
        long s = 0; for (int x : data) s += x; return s;
        long s = 0; for (int i = data.length - 1; i >= 0; i--) s = s * 31 + data[i]; return s;
        long s = 0; int[] a = data; for (int i = 20_000; i > 0; i -= 3) s = s * 31 + a[i - 1]; return s;
        long s = 0; for (int i = -7; i <= 30_000; i += 2) s = s * 31 + i; return s;
        long s = 0; int i = 2_147_400_000; int n = 0x7fffffff; for (; i < n; i++) s = s * 31 + i; return s;
        long s = 0; int n = 0x7ffffffe; for (int i = 0x7ffe0000; i < n; i += 7) { s = s * 31 + i; if (i < 0) return s; } return s;
        long s = 0; int n = 20000; for (int i = 0; i < n; i++) { s = s * 31 + i; if (i == 9999) n = 15000; } return s;
        long s = 0; for (int i = 0; i < 20000; i++) { s = s * 31 + i; if ((i & 64) == 0) i += 3; } return s;
        long s = 0; for (long i = 0; i < 20000; i++) s = s * 31 + i; return s;
        long s = 0; for (long i = 20000; i >= -5; i -= 3) s = s * 31 + i; return s;
        long s = 0; long n = data.length; for (long i = 0; i < n; i++) s = s * 31 + i; return s;
        long s = 0; int n = data.length; for (long i = -9; i <= n; i += 2) s = s * 31 + i; return s;
        long s = 0; for (long i = 9223372036854775000L; i < 9223372036854775807L; i++) for (int j = 0; j < 99; j++) s = s * 31 + i; return s;
        long s = 0; int[] a = data; for (int j = 0; j < 9; j++) for (int i = 0; i < a.length - 1 - j; i++) s = s * 31 + a[i]; return s;
        long s = 0; try { for (int i = 2147480000; i <= 2147483647; i++) { s = s * 31 + i; if (i < -2147480000) throw new IllegalStateException(); } } catch (IllegalStateException e) { s++; } return s;
        long s = 0; try { for (int i = 2147400000; i < 2147483647; i += 7) { s = s * 31 + i; if (i < -2147400000) throw new IllegalStateException(); } } catch (IllegalStateException e) { s++; } return s;
        long s = 0; try { for (long i = 9223372036854770000L; i <= 9223372036854775807L; i++) { s = s * 31 + i; if (i < -9) throw new IllegalStateException(); } } catch (IllegalStateException e) { s++; } return s;
        long s = 0; int i = 0; while (i < 20000) { i++; if (i % 3 == 0) continue; if (i % 5 == 0) { s ^= i; continue; } s = s * 31 + i; } return s;
        long s = 0; int i = 0; do { if (++i % 3 == 0) continue; s = s * 31 + i; } while (i < 20000); return s;
        long s = 0; int i = 0; do { s = s * 31 + i; i++; } while (i < 20000); return s;
        long s = 0; int i = 0; while (true) { s = s * 31 + i; if (++i == 20000) break; } return s;
        long s = 0; for (int i = 0; i < 20000; i++) { if (i % 3 == 0) continue; s = s * 31 + i; } return s;
        long s = 0; for (int i = 0; i < 300; i++) for (int j = 0; j < 300; j++) s = s * 31 + i * j; return s;
        long s = 0; for (int i = 0; i < 9000; i++) for (int j = 0; j < 4; j++) s = s * 31 + i * j; return s;
        long s = 0; for (int i = 0; i < 300; i++) for (int j = i; j < 300; j++) { if (j == 299) s++; else s = s * 31 + j; } return s;
        long s = 0; o: for (int i = 0; i < 9000; i++) { for (int j = 0; j < 9; j++) { if (j > i % 7) continue o; s = s * 31 + j; } } return s;
        long s = 0; int i = 0; while (i < 20000) switch (i++ % 4) { case 0: continue; case 1: s += i; continue; case 2: s *= 31; break; default: s ^= i; } return s;
        long s = 0; int i = 0; while (i < 20000) switch (i++ % 9000) { case 0: continue; case 700: s += i; continue; case 8000: s *= 31; continue; default: s ^= i; } return s;
        long s = 0; for (int i = 0; i < 20000; i++) { try { s = s * 31 + data[i * 2]; } catch (ArrayIndexOutOfBoundsException e) { s += i; } } return s;
        long s = 0; for (int i = 0; i < 20000; i++) { synchronized (this) { s = s * 31 + i; } } return s;
        long[] s = {0}; java.util.stream.IntStream.range(0, 20000).forEach(i -> { for (int j = 0; j < 3; j++) s[0] = s[0] * 31 + i; }); return s[0];
        long s = 0; for (Integer x : java.util.stream.IntStream.range(0, 20000).boxed().toList()) s = s * 31 + x; return s;
        long s = 0; for (int i = 0; i < 20000; i++) s += new Object() { long f(int n) { return n < 2 ? n : f(n - 1) + 1; } }.f(i % 9); return s;
        """;

    static List<String> loops() {
        return LOOPS.lines().toList();
    }

    @ParameterizedTest
    @MethodSource("loops")
    void loopComputesTheSameAndGivesWayWhileItRuns(String body) throws Exception {
        Compiled plain = Compiled.of(FRAME.formatted(body));
        Compiled polling = plain.instrumented();
        plain.sample().run();
        Runnable sample = polling.sample();
        try (TestCarrier carrier = TestCarrier.started()) {
            carrier.go(() -> {
                        carrier.preempt(carrier.mounted());
                        sample.run();
                    })
                    .join();
            assertEquals(1, carrier.count("preempted"));
        }
        sample.run();
        assertEquals(result(plain), result(sample));
    }

    private static long result(Compiled compiled) throws ReflectiveOperationException {
        Runnable sample = compiled.sample();
        sample.run();
        return result(sample);
    }

    private static long result(Runnable sample) throws ReflectiveOperationException {
        var field = sample.getClass().getDeclaredField("result");
        field.setAccessible(true);
        return field.getLong(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "long s = 0; int[] d = data; for (int i = 0; i < d.length; i++) s += d[i]; return s;",
                "long s = 0; for (int x : data) s += x; return s;",
                "long s = 0; for (long i = 0; i < 20000; i++) s += i; return s;",
                "long s = 0; int n = data.length; for (long i = n; i > 0; i -= 5) s += i; return s;",
                "long s = 0; int[] d = data; int n = 3; for (int i = 0; i < d.length - n; i++) s += d[i]; return s;",
                "long s = 0; int n = data.length; for (int i = 5; i <= n; i += 2) if (i != 9) s += i; return s;",
                "long s = 0; for (int i = data.length - 1; i >= 0; i--) s += data[i]; return s;"
            })
    void simpleCountedLoopIsCutIntoStrips(String body) {
        assertEquals(1, Compiled.of(FRAME.formatted(body)).outcome().loopsInStrips());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int n = data.length; for (int i = 0; i < n; i++) { if (data[i] == 5) n--; } return n;",
                "int n = data.length; for (int i = 0; i < n; i++) { if (i % 5 == 0) i++; } return 0;",
                "int n = data.length; for (int i = 0; i < n; i++) { if (i == n / 2) break; } return 0;",
                "int n = data.length; for (int i = 0; i < n; i++) { if (i == n / 2) return 1; } return 0;",
                "int n = data.length; for (int i = 0; i < n; i++) { try { data[i]++; } finally { data[0]--; } } return"
                        + " 0;",
                "int n = data.length; for (int i = 0; i != n; i++) { data[i]++; } return 0;"
            })
    void loopThatDeviatesFromTheShapeIsNotCut(String body) {
        Instrumented outcome = Compiled.of(FRAME.formatted(body)).outcome();
        assertEquals(0, outcome.loopsInStrips());
        assertEquals(1, outcome.loopsPolled());
    }

    @Test
    void loopOfAFewKnownIterationsNeedsNoPoll() {
        Compiled compiled = Compiled.of(FRAME.formatted("int s = 0; for (int i = 0; i < 8; i++) s += i; return s;"));
        assertEquals(0, compiled.outcome().loopsPolled());
        assertEquals(List.of(), compiled.outcome().loopsLeftAlone());
    }

    @Test
    void stackTraceAfterALoopHasTheOriginalLine() {
        String source = """
            public class Sample implements Runnable {
                public void run() {
                    long s = 0;
                    for (int i = 0; i < 20000; i++) {
                        s += i;
                    }
                    while (s > 10) {
                        s /= 2;
                    }
                    throw new IllegalStateException("line ten" + s);
                }
            }
            """;
        Runnable sample = Compiled.of(source).instrumented().sample();
        StackTraceElement top =
                assertThrows(IllegalStateException.class, sample::run).getStackTrace()[0];
        assertEquals("Sample.run:10", top.getClassName() + "." + top.getMethodName() + ":" + top.getLineNumber());
    }

    @Test
    void localVariableNamesAndParametersAreKept() {
        Compiled plain = Compiled.of(FRAME.formatted("long total = 0; for (int x : data) total += x; return total;"));
        assertEquals(
                names(plain.classFiles().get("Sample")), names(plain.outcome().classFile()));
    }

    private static List<String> names(byte[] classFile) {
        return ClassFile.of().parse(classFile).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.findAttribute(Attributes.localVariableTable()).stream())
                .flatMap(table -> table.localVariables().stream())
                .map(variable -> variable.name().stringValue())
                .toList();
    }

    @Test
    void gettersConstructorsAndInitialisersGetNoPollWhereTheyBegin() {
        Compiled compiled = Compiled.of("""
            public class Sample {
                private int value;
                static long total = Long.parseLong("5");
                public Sample() { value = "text".hashCode(); }
                int value() { return value; }
                int half() { return Math.abs(value) / 2; }
            }
            """);
        assertFalse(compiled.outcome().changed());
    }

    @Test
    void loopsOfClassInitialisersAreListedAsLeftAlone() {
        Compiled compiled = Compiled.of("""
            public class Sample {
                static int[] table = new int[100];
                static {
                    for (int i = 0; i < table.length; i++) table[i] = i;
                }
            }
            """);
        assertEquals(List.of("Sample.<clinit>:4"), compiled.outcome().loopsLeftAlone());
    }

    @Test
    void methodBehindAMethodReferenceIsPolledWhereItBegins() {
        Compiled compiled = Compiled.of("""
            public class Sample {
                long sum;
                void add(int x) { sum += x; }
                java.util.function.IntConsumer adder() { return this::add; }
            }
            """);
        assertEquals(List.of("add"), methodsThatPoll(compiled));
    }

    @Test
    void wayWithoutCallsThroughAMethodCostsNoPoll() {
        Compiled compiled = Compiled.of("""
            public class Sample {
                static int f(int n, boolean left) {
                    if (n < 2) { return n; }
                    if (left) { n = f(n - 1, false); } else { n = f(n - 2, true); }
                    return n + f(n - 3, left);
                }
            }
            """);
        assertEquals(List.of("f", "f"), methodsThatPoll(compiled));
    }

    @Test
    void callOfAnotherInstrumentedClassIsPricedByItsCode() {
        Compiled compiled = Compiled.of("""
            public class Sample {
                static int f(int n) { int s = 0; for (int i = 0; i < n; i++) s += Other.mix(i); return s; }
            }
            class Other { static int mix(int x) { return x * 31 ^ x >>> 3; } }
            """);
        assertTrue(constants(compiled.outcome()).contains(LoopFuel.FULL / CallCosts.UNKNOWN));
        assertTrue(constants(compiled.outcomeAmongInstrumented()).contains(LoopFuel.FULL));
    }

    /** All numbers that stand in the code. */
    private static List<Object> constants(Instrumented outcome) {
        return ClassFile.of().parse(outcome.classFile()).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(ConstantInstruction.class::isInstance)
                .map(element -> (Object) ((ConstantInstruction) element).constantValue())
                .toList();
    }

    /** A name for each poll. */
    private static List<String> methodsThatPoll(Compiled compiled) {
        return ClassFile.of().parse(compiled.outcome().classFile()).methods().stream()
                .flatMap(method -> method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .filter(element -> element instanceof InvokeInstruction call
                                && call.name().equalsString("poll"))
                        .map(poll -> method.methodName().stringValue()))
                .toList();
    }

    @Test
    void recursionIsPolled() {
        Compiled compiled = Compiled.of("public class Sample { static int f(int n) { return n < 2 ? n : f(n - 1); } }");
        assertTrue(compiled.outcome().changed());
    }

    @Test
    void methodTooLargeToBeCompiledWithPollsIsLeftAlone() {
        Compiled compiled = withStatements(724);
        assertTrue(size(compiled) > 7950 && size(compiled) <= 8000, "size " + size(compiled));
        assertEquals(List.of("Sample.huge:3"), compiled.outcome().loopsLeftAlone());
    }

    @Test
    void methodThatIsNotCompiledAnywayIsPolled() {
        assertEquals(1, withStatements(2000).outcome().loopsPolled());
    }

    @Test
    void methodNearTheLimitOfClassFilesIsLeftAlone() {
        Compiled compiled = withStatements(5954);
        assertTrue(size(compiled) > 65_480, "size " + size(compiled));
        assertEquals(List.of("Sample.huge:3"), compiled.outcome().loopsLeftAlone());
    }

    private static Compiled withStatements(int count) {
        return Compiled.of("""
            public class Sample {
                static int x;
                static int huge() { for (int i = 0; i != x; i++) { x ^= i; } %s return x; }
            }
            """.formatted("x = x * 31 + 1; ".repeat(count)));
    }

    private static int size(Compiled compiled) {
        return ClassFile.of().parse(compiled.classFiles().get("Sample")).methods().stream()
                .map(MethodModel::code)
                .flatMap(Optional::stream)
                .mapToInt(code -> ((CodeAttribute) code).codeLength())
                .max()
                .orElseThrow();
    }

    @Test
    void longJumpsStayRight() throws Exception {
        String body = "long s = 0; int k = 0; while (k < 9000) { k++; if (k > 2) { s ^= k; continue; } "
                + "s = s * 31 + k; ".repeat(6000) + "} return s;";
        Compiled plain = Compiled.of(FRAME.formatted(body));
        assertEquals(1, plain.outcome().loopsPolled());
        assertEquals(result(plain), result(plain.instrumented()));
    }

    @Test
    void classInstrumentedTwiceKeepsItsFirstPolls() {
        byte[] once = Compiled.of(FRAME.formatted("long s = 0; for (int x : data) s += x; return s;"))
                .outcome()
                .classFile();
        Instrumented twice = PollInserter.instrument(once, null);
        assertSame(once, twice.classFile());
        assertEquals("it has polls already", twice.reason());
    }

    @Test
    void explicitPointDoesNotKeepAClassFromBeingInstrumented() {
        Compiled compiled = Compiled.of(
                FRAME.formatted("while (result != 1) { dev.wave.threads.preempt.Preemption.point(); } return 0;"));
        assertTrue(compiled.outcome().changed());
    }

    @Test
    void classFileBeforeVersionFiftyIsLeftAlone() {
        byte[] old = Compiled.of(FRAME.formatted("return 0;"))
                .classFiles()
                .get("Sample")
                .clone();
        old[7] = 49;
        assertArrayEquals(old, PollInserter.instrument(old, null).classFile());
    }

    @Test
    void classThatNamesMissingClassesStillVerifiesOrIsRefused() {
        Compiled all = Compiled.of("""
            public class Sample {
                static class A { void go() {} } static class B extends A {} static class C extends A {}
                static void choose(boolean left, int n) {
                    for (int i = 0; i < n; i++) { A a = left ? new B() : new C(); a.go(); }
                }
            }
            """);
        byte[] sample = all.classFiles().get("Sample");
        try {
            assertEquals(
                    List.of(),
                    ClassFile.of().verify(PollInserter.instrument(sample, null).classFile()));
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith("does not verify"), e.getMessage());
        }
    }

    @Test
    void outputOfAnotherTransformerIsTakenAsItIs() {
        Compiled plain = Compiled.of(FRAME.formatted("long s = 0; for (int x : data) s += x; return s;"));
        Compiled before = new Compiled(
                Map.of("Sample", OtherAgent.rewritten(plain.classFiles().get("Sample"))));
        Compiled after = new Compiled(
                Map.of("Sample", OtherAgent.rewritten(before.outcome().classFile())));
        after.sample().run();
        assertEquals(plain.outcome().loopsPolled(), before.outcome().loopsPolled());
    }
}
