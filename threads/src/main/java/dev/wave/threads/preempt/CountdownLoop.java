package dev.wave.threads.preempt;

import java.lang.classfile.Label;

/**
 * A loop that counts down a local variable in each iteration and polls when it reaches zero.
 *
 * <p>An innermost loop has a variable of its own and counts by one: that is the shape of a counted loop, so the JIT
 * compiler may unroll it, and it expresses other variables that change by a constant through this one. The loops around
 * others share a variable, which inner loops cut into strips ({@link CountedLoop}) burn too.
 *
 * @param head the label of the head
 * @param tail the place of the last back edge
 * @param slot the variable
 * @param cost what an iteration takes off it
 * @param first what it begins with
 * @param full what it is set to when the loop polls
 */
record CountdownLoop(Label head, int tail, int slot, int cost, int first, int full) {}
