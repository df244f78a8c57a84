/** What is asked of the service, when, and whether it was answered. */
package dev.wave.cli.demo.load;
