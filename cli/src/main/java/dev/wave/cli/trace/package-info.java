/** {@code ./wave trace}: records the ledgers of a service and its agent, joins them, and draws them as tracks and arrows. */
package dev.wave.cli.trace;
