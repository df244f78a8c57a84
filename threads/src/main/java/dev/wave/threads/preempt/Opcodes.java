package dev.wave.threads.preempt;

import java.lang.classfile.Opcode;

/** Conditional branches and their kin. */
final class Opcodes {
    private Opcodes() {}

    /** The branch that is taken when the given one is not. */
    static Opcode opposite(Opcode opcode) {
        return switch (opcode) {
            case IFEQ -> Opcode.IFNE;
            case IFNE -> Opcode.IFEQ;
            case IFLT -> Opcode.IFGE;
            case IFGE -> Opcode.IFLT;
            case IFGT -> Opcode.IFLE;
            case IFLE -> Opcode.IFGT;
            case IF_ICMPEQ -> Opcode.IF_ICMPNE;
            case IF_ICMPNE -> Opcode.IF_ICMPEQ;
            case IF_ICMPLT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPLT;
            case IF_ICMPGT -> Opcode.IF_ICMPLE;
            case IF_ICMPLE -> Opcode.IF_ICMPGT;
            case IF_ACMPEQ -> Opcode.IF_ACMPNE;
            case IF_ACMPNE -> Opcode.IF_ACMPEQ;
            case IFNULL -> Opcode.IFNONNULL;
            case IFNONNULL -> Opcode.IFNULL;
            default -> throw new IllegalArgumentException("not a conditional branch: " + opcode);
        };
    }

    /** A test against zero as the same test of two ints; one of two ints as it is. */
    static Opcode ofTwoInts(Opcode test) {
        return switch (test) {
            case IFGE -> Opcode.IF_ICMPGE;
            case IFGT -> Opcode.IF_ICMPGT;
            case IFLE -> Opcode.IF_ICMPLE;
            case IFLT -> Opcode.IF_ICMPLT;
            default -> test;
        };
    }
}
