package dev.wave.lab.threads;

/**
 * Something to be done by a thread.
 *
 * @param arrivalPicos when it came, in virtual time
 * @param servicePicos how long it computes, on a core of its own
 * @param type its class
 */
public record Request(long arrivalPicos, long servicePicos, int type) {}
