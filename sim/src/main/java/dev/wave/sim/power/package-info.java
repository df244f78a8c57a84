/** How fast the host's cores are, and how deep they sleep: boost, hardware threads that share a core, idle states and what waking from them takes. */
package dev.wave.sim.power;
