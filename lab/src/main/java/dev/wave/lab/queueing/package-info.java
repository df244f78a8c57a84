/** Queues of the textbooks on the simulator's event core, and what the textbooks say of them: whether to trust the core, before anything runs on it. */
package dev.wave.lab.queueing;
