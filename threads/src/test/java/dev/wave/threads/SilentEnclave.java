package dev.wave.threads;

import dev.wave.core.IdleStrategy;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** A program whose first socket I/O is done by a thread of an enclave, and whose enclave then falls silent. */
final class SilentEnclave {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static volatile boolean silent;

    private SilentEnclave() {}

    /** First come, first served, until it stops for ever. */
    private static final class StopsForEver implements ThreadPolicy {
        private final Fifo fifo = new Fifo();

        @Override
        public void ready(PolicyThread thread) {
            if (silent) {
                waitForEver();
            }
            fifo.ready(thread);
        }

        @Override
        public PolicyThread pick(CoreView core) {
            return fifo.pick(core);
        }

        private static void waitForEver() {
            try {
                NEVER.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        // Long enough for ordinary threads to do their work; should they hang, the fallback comes to the rescue, and is
        // seen.
        var options =
                EnclaveOptions.named("silent-" + ProcessHandle.current().pid()).withSilenceMillis(8_000);
        ThreadEnclave enclave = ThreadEnclave.open(options);
        enclave.startAgent(StopsForEver::new, AgentOptions.DEFAULT, IdleStrategy.SPIN_THEN_SLEEP);
        while (enclave.epoch() == 0) {
            Thread.onSpinWait();
        }
        FutureTask<String> first = new FutureTask<>(() -> talk("enclave thread"));
        enclave.threadFactory().newThread(first).start();
        System.out.println(first.get());
        silent = true;
        enclave.threadFactory().newThread(() -> {}).start();
        try (var ordinary = Executors.newVirtualThreadPerTaskExecutor()) {
            String words = ordinary.submit(() -> talk("ordinary threads")).get();
            System.out.println(enclave.epoch() == 0 ? "they waited for the fallback" : words);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** A conversation in which both sides have to wait. */
    private static String talk(String who) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Integer> serving = new FutureTask<>(() -> {
                try (Socket socket = server.accept()) {
                    int read = socket.getInputStream().read();
                    socket.getOutputStream().write(read + 1);
                    return read;
                }
            });
            Thread.startVirtualThread(serving);
            Thread.sleep(5);
            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                Thread.sleep(5);
                socket.getOutputStream().write(41);
                return who + (socket.getInputStream().read() == 42 && serving.get() == 41 ? " talked" : " failed");
            }
        }
    }
}
