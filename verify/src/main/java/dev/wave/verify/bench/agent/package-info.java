/** What one decision costs the agent. */
package dev.wave.verify.bench.agent;
