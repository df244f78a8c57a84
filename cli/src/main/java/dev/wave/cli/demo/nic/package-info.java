/** The NIC's process: where requests come from, responses go to, and, in one variant, where the agent runs. */
package dev.wave.cli.demo.nic;
