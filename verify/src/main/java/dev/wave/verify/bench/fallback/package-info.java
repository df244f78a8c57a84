/** How long nobody runs when an agent falls silent. */
package dev.wave.verify.bench.fallback;
