/** The host's process: the service, its receive path, and the executors that the variants differ in. */
package dev.wave.cli.demo.service;
