package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.ConstantInstruction;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After how many iterations a loop polls, by what it calls: read from the strips it is cut into. */
class CallCostsTest {
    private static final String FRAME = """
        public abstract class Sample {
            interface Declared { int call(); }
            abstract static class Part { abstract int part(); native int machine(); }
            abstract int own();
            static double d; static long l; static int s; static Object o;
            static void loop(int n, StringBuilder text, java.util.List<Integer> list,
                    java.util.Map<Integer, Integer> map, Declared declared, Part part, Sample sample) {
                for (int i = 0; i < n; i++) { %s }
            }
        }
        """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s += i | 8192",
                "text.append('c') | 4096",
                "text.append(i) | 1365",
                "text.append(l) | 682",
                "text.append(d) | 128",
                "text.append(o) | 1024",
                "s += list.get(i) | 4096",
                "s += map.get(i) | 1024",
                "s += declared.call() | 128",
                "s += part.part() | 128",
                "s += sample.own() | 128",
                "s += part.machine() | 16",
                "list.sort(null) | 16"
            })
    void loopRunsForSoManyIterationsBetweenTwoPolls(String body, int iterations) {
        Instrumented outcome = Compiled.of(FRAME.formatted(body + ";")).outcomeAmongInstrumented();
        assertEquals(1, outcome.loopsInStrips());
        // The strip itself, and the length up to which a loop stays whole.
        Set<Integer> expected = Set.of(iterations, iterations + 1);
        assertEquals(
                expected, constants(outcome).stream().filter(expected::contains).collect(Collectors.toSet()), body);
    }

    private static Set<Integer> constants(Instrumented outcome) {
        return ClassFile.of().parse(outcome.classFile()).methods().stream()
                .filter(method -> method.methodName().equalsString("loop"))
                .flatMap(method ->
                        method.findAttribute(Attributes.code()).orElseThrow().elementStream())
                .filter(ConstantInstruction.class::isInstance)
                .map(element -> ((ConstantInstruction) element).constantValue())
                .filter(Integer.class::isInstance)
                .map(Integer.class::cast)
                .collect(Collectors.toSet());
    }
}
