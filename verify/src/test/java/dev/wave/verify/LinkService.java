package dev.wave.verify;

import dev.wave.core.link.LinkException;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** A service of a few threads behind the link it is given, in a JVM of its own; ends when its standard input does. */
final class LinkService {
    private static final int THREADS = 4;
    private static final int YIELDS = 20;

    private LinkService() {}

    public static void main(String[] arguments) throws IOException {
        try (ThreadEnclave enclave = ThreadEnclave.open(EnclaveOptions.named(arguments[0]))) {
            for (int i = 0; i < THREADS; i++) {
                enclave.threadFactory().newThread(LinkService::work).start();
            }
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Until whoever started it is gone.
            }
        } catch (LinkException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static void work() {
        while (true) {
            for (int i = 0; i < YIELDS; i++) {
                Thread.yield();
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
