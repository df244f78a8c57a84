/** What preemption polls cost: kernels with and without them, side by side in JVMs of their own. */
package dev.wave.verify.bench.polls;
