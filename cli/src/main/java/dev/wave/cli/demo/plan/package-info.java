/** What is to be run: variants, and the settings that travel to child processes. */
package dev.wave.cli.demo.plan;
