/**
 * Memory as the cores of a host and of a NIC see it: not only what accesses cost, but what they may show. Stores linger in write-combining buffers and
 * leave them in any order; posted writes cross the link and arrive later; lines cached from the NIC's memory stay as they are until they are flushed.
 */
package dev.wave.sim.memory;
