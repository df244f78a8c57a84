/** What each counter and each entry of the error log means: the one described place that programs and docs/protocol.md share. */
package dev.wave.core.counters;
