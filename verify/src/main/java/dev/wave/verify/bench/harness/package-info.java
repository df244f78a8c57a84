/** How benchmarks measure: in random order, bracketed by a cache-line ping-pong, ours twice, the peers in the same run. */
package dev.wave.verify.bench.harness;
