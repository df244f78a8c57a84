/** Queues between two processes: ours, the same in C, and those of others, each in processes of its own for every sample. */
package dev.wave.verify.bench.queue;
