/** What {@code ./wave doctor} finds out about a machine. It only reads. */
package dev.wave.cli.doctor;
