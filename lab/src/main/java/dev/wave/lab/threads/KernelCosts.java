package dev.wave.lab.threads;

/**
 * What the host's kernel itself spends around a switch, in picoseconds; what its accesses to the link cost comes from the machine.
 *
 * @param stop taking a thread off its core and noting why
 * @param pick from there to the decision, all but the link
 * @param start putting a thread on its core: page tables, registers, accounting
 */
record KernelCosts(long stop, long pick, long start) {}
