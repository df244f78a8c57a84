/**
 * Every order in which the threads of a small enclave can meet, up to a bound: the shipping host and agent on memory in order, stepped by a scheduler that tries one choice after
 * the other. What memory does out of order is left to the simulated machine and its seeds; here nothing is left to chance.
 */
package dev.wave.lab.explore;
