package dev.wave.core.reordering;

/** What a processor promises about the order of its accesses to write-back memory. */
public enum Ordering {
    /** x86: everything in program order, except that a load may overtake older stores to other words. */
    TOTAL_STORE_ORDER,
    /** Arm: anything may overtake anything to other words, save by fences and dependencies. */
    WEAK
}
