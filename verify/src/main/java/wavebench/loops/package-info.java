/** Loops that are preempted; outside {@code dev.wave}, which the instrumenter leaves alone. */
package wavebench.loops;
