/** The experiments: one class per published figure or table, each on the simulated machine. */
package dev.wave.lab.reproduce;
