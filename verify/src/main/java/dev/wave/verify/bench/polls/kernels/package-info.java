/** The loops whose polls are priced. Loaded several times, with and without polls; their data is loaded once. */
package dev.wave.verify.bench.polls.kernels;
