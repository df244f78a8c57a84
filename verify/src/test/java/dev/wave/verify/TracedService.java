package dev.wave.verify;

import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.util.concurrent.locks.LockSupport;

/** A service that starts a thread every now and then, until its input ends. */
final class TracedService {
    private static final int EVERY_NANOS = 300_000;

    private TracedService() {}

    public static void main(String[] args) throws Exception {
        try (ThreadEnclave enclave =
                ThreadEnclave.open(EnclaveOptions.named(args[0]).withCores(1))) {
            System.out.println("up");
            while (System.in.available() == 0) {
                enclave.threadFactory()
                        .newThread(() -> LockSupport.parkNanos(EVERY_NANOS))
                        .start();
                LockSupport.parkNanos(EVERY_NANOS);
            }
        }
    }
}
