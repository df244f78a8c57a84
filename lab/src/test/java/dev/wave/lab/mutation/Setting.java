package dev.wave.lab.mutation;

import dev.wave.sim.machine.LinkShape;

/**
 * On what a story is told.
 *
 * @param stubborn whether memory keeps what it has until it is asked
 */
record Setting(LinkShape shape, boolean stubborn, long seed) {}
