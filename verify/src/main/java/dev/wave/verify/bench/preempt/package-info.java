/** From the decision to preempt until the thread is off its core. */
package dev.wave.verify.bench.preempt;
