/** What the simulator's event core and its actors cost, beside a loop in C, another simulator and threads. */
package dev.wave.verify.bench.simulator;
