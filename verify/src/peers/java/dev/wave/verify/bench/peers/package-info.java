/** Queues of others, each used as its makers advise. Compiled only with the profile {@code peers}, which brings their libraries. */
package dev.wave.verify.bench.peers;
