package dev.wave.threads.preempt;

import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.OptionalInt;

/**
 * An innermost loop that counts an int or long local up or down to a limit that it does not change, in the shape that
 * javac gives to {@code for (int i = a; i < limit; i += c) body}:
 *
 * <pre>
 *   head:  iload i; (limit); if_icmpge exit     -- or iload i; iflt exit; for a long lload i; (limit); lcmp; ifge exit
 *          body                                 -- stays inside, never writes i or the limit
 *          iinc i, c; goto head                 -- for a long lload i; ldc c; ladd; lstore i; goto head
 *   exit:
 * </pre>
 *
 * <p>Such a loop may be cut into strips. Anything that deviates is no counted loop here and counts down in each
 * iteration.
 *
 * @param head the label of the head
 * @param first the place of {@code iload i}
 * @param limitEnd the place behind the instructions that load the limit; {@code first + 1} if it is zero by the test
 * @param test the place of the exit branch
 * @param back the place of the {@code goto head}
 * @param counter the slot of {@code i}
 * @param kind int or long
 * @param step c, not zero
 * @param cost the fuel that an iteration burns
 * @param start what the counter begins with if that is written in the code
 * @param trips how many iterations there are if that is written in the code, otherwise -1
 */
record CountedLoop(
        Label head,
        int first,
        int limitEnd,
        int test,
        int back,
        int counter,
        TypeKind kind,
        long step,
        int cost,
        OptionalInt start,
        long trips) {
    /** What a loop may burn, at most, to need no poll at all. */
    private static final long SHORT = 64;

    /** Larger steps of a long counter are left to other ways: so differences divided by the step fit an int. */
    static final long LARGEST_STEP = 1 << 15;

    /**
     * Whether it is known to be over so soon that it needs no poll. A compiler unrolls such loops; strips would prevent
     * it.
     */
    boolean isShort() {
        return trips >= 0 && units() <= SHORT;
    }

    /** The fuel that a loop of known length burns in all. */
    long units() {
        return trips * cost;
    }

    /** Whether the counter never passes the greatest or least number, whatever the limit is. */
    boolean neverOverflows(Opcode exit) {
        boolean exclusive = switch (exit) {
            case IF_ICMPGE, IFGE, IF_ICMPLE, IFLE -> true;
            default -> false;
        };
        return exclusive && Math.abs(step) == 1;
    }

    boolean up() {
        return step > 0;
    }

    boolean wide() {
        return kind == TypeKind.LONG;
    }

    ClassDesc type() {
        return wide() ? ConstantDescs.CD_long : ConstantDescs.CD_int;
    }

    long greatest() {
        return wide() ? Long.MAX_VALUE : Integer.MAX_VALUE;
    }

    long least() {
        return wide() ? Long.MIN_VALUE : Integer.MIN_VALUE;
    }

    /** By how much the counter changes while a full tank lasts. */
    long stripSpan() {
        return span(LoopFuel.FULL);
    }

    /** By how much it changes in a loop that is over before a poll is worth it. */
    long shortSpan() {
        return span(LoopFuel.SHORT);
    }

    private long span(int fuel) {
        return Math.max(1, fuel / cost) * Math.abs(step);
    }
}
