/** What {@code ./wave top} shows: counters of live and crashed services, read from outside. */
package dev.wave.cli.top;
