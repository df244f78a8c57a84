/**
 * Virtual time: events, and actors that run as ordinary sequential code between them. One timeline is one thread's business; simulations that run side
 * by side have a timeline each.
 */
package dev.wave.sim.time;
