/** What a benchmark measured and what follows from it: samples, medians, spreads, verdicts, and how they are shown. Measures nothing itself. */
package dev.wave.verify.bench.result;
