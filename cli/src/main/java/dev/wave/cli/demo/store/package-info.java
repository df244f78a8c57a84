/** The database behind the demo's service: filled once, kept, opened for reading. */
package dev.wave.cli.demo.store;
