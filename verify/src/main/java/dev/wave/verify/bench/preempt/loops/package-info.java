/** Loops to be preempted; the instrumenter adds polls to this package. */
package dev.wave.verify.bench.preempt.loops;
