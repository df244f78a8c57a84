/** What the demo asks of Linux: CPUs, time slices, priorities, and the kernel's counts. */
package dev.wave.cli.demo.linux;
