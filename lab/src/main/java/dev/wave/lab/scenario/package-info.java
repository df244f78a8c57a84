/** The reader's own question: a machine, a link, a workload and a policy from a file, the agent on the host beside the agent on the NIC. */
package dev.wave.lab.scenario;
