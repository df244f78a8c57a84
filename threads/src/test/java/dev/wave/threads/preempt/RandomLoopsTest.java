package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Loops that a seed makes up, with and without polls: the same result, and a request is answered in each of them.
 *
 * <p>A failure names its seed; {@code -Dwave.seed=N} replays it.
 */
@Timeout(120)
class RandomLoopsTest {
    private static final int PROGRAMS = 60;
    private static final long FIRST_SEED = Long.getLong("wave.seed", 1);

    private static final String FRAME = """
        public class Sample implements Runnable {
            static int[] data = new int[2000];
            static { java.util.Arrays.setAll(data, i -> i * 31 ^ i); }
            static volatile long result;
            static int call(int x) { int y = 0; for (int k = 0; k < (x & 15); k++) y += k; return y; }
            long work() { long s = 7; %s return s; }
            public void run() { result = work(); }
        }
        """;

    @Test
    void randomLoopsComputeTheSameAndGiveWay() throws Exception {
        int programs = Long.getLong("wave.seed") == null ? PROGRAMS : 1;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + programs; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            String body = new Loops(random).nest(0) + tail(random);
            compare(Compiled.of(FRAME.formatted(body)), "replay with -Dwave.seed=" + seed + ": " + body);
        }
    }

    /** So long that it has to poll whatever came before. */
    private static String tail(RandomGenerator random) {
        return random.nextBoolean()
                ? " for (int z = 0; z < 9000; z++) { s = s * 31 + z; }"
                : " for (long z = 9000; z != 0; z--) { s = s * 31 + z; }";
    }

    private static void compare(Compiled plain, String what) throws Exception {
        Runnable original = plain.sample();
        original.run();
        Runnable polling = plain.instrumented().sample();
        try (TestCarrier carrier = TestCarrier.started()) {
            carrier.go(() -> {
                        carrier.preempt(carrier.mounted());
                        polling.run();
                    })
                    .join();
            assertEquals(1, carrier.count("preempted"), what);
        }
        assertEquals(result(original), result(polling), what);
    }

    private static long result(Runnable sample) throws ReflectiveOperationException {
        var field = sample.getClass().getDeclaredField("result");
        field.setAccessible(true);
        return field.getLong(null);
    }

    /** Makes up nests of loops of at most three levels, each of which ends. */
    private static final class Loops {
        private final RandomGenerator random;
        private int variables;

        Loops(RandomGenerator random) {
            this.random = random;
        }

        String nest(int level) {
            StringBuilder text = new StringBuilder();
            for (int part = 0; part < 1 + random.nextInt(2); part++) {
                text.append(loop(level));
            }
            return text.toString();
        }

        private String loop(int level) {
            String i = "i" + variables++;
            int n = level == 0 ? 1 + random.nextInt(300) : 1 + random.nextInt(40);
            int step = 1 + random.nextInt(3);
            String body = body(level, i);
            return switch (random.nextInt(12)) {
                case 0 -> "for (int %s = 0; %s < %d; %s += %d) { %s }".formatted(i, i, n, i, step, body);
                case 1 -> "for (int %s = -5; %s <= %d; %s += %d) { %s }".formatted(i, i, n, i, step, body);
                case 2 -> "for (int %s = %d; %s >= 0; %s -= %d) { %s }".formatted(i, n, i, i, step, body);
                case 3 -> "for (int %s = %d; %s > -3; %s--) { %s }".formatted(i, n, i, i, body);
                case 4 -> "for (long %s = 0; %s < %d; %s += %d) { %s }".formatted(i, i, n, i, step, body);
                case 5 -> "for (long %s = %d; %s >= -2; %s -= %d) { %s }".formatted(i, n, i, i, step, body);
                case 6 ->
                    "for (int %s = 0; %s < data.length - %d; %s++) { %s if (%s == %d) break; }"
                            .formatted(i, i, random.nextInt(9), i, body, i, n);
                case 7 ->
                    "{ int[] a = data; for (int %s = 0; %s < a.length / 8 - %d; %s++) { s ^= a[%s]; } }"
                            .formatted(i, i, random.nextInt(9), i, i);
                case 8 ->
                    "{ int[] a = data; int c = %d; for (int %s = 0; %s < a.length - 1 - c; %s++) { s += a[%s]; } }"
                            .formatted(random.nextInt(2000), i, i, i, i);
                case 9 -> "{ int %s = 0; do { %s = %s + 1; %s } while (%s < %d); }".formatted(i, i, i, body, i, n);
                case 10 ->
                    "{ int %s = %d; while (%s != 0) { %s--; if ((s & 3) == 1) { s += 2; continue; } %s } }"
                            .formatted(i, n, i, i, body);
                default ->
                    "for (int %s = %d; %s < %d; %s++) { %s }"
                            .formatted(i, Integer.MAX_VALUE - n, i, Integer.MAX_VALUE, i, body);
            };
        }

        private String body(int level, String i) {
            String work = switch (random.nextInt(6)) {
                case 0 -> "s = s * 31 + %s;".formatted(i);
                case 1 -> "s += data[(int) (%s & 1023)];".formatted(i);
                case 2 -> "s ^= call((int) %s);".formatted(i);
                case 3 -> "if ((%s & 7) == 3) continue; s -= %s;".formatted(i, i);
                case 4 -> "switch ((int) (s & 3)) { case 0: s++; continue; case 1: s += 5; break; default: s ^= 9; }";
                default -> "s += s >>> 3;";
            };
            return level < 2 && random.nextInt(3) > 0 ? nest(level + 1) + work : work;
        }
    }
}
