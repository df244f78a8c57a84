/** Child processes: starting them where they belong, hearing them, and ending them whatever happens. */
package dev.wave.cli.demo.process;
