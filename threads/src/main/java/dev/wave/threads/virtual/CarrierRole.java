package dev.wave.threads.virtual;

/**
 * Which core a carrier is.
 *
 * @param cpu the CPU to pin to, or -1
 * @param spare true if it only stands in for a stuck one
 */
record CarrierRole(String enclave, int core, int cpu, boolean spare) {
    String threadName() {
        return "wave-" + enclave + (spare ? "-spare-" : "-core-") + core;
    }
}
