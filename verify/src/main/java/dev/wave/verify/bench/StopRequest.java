package dev.wave.verify.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: the sample under way is the last, and what was measured so far is shown. The JVM ends when all hooks have returned, so
 * the hook waits until that is done.
 */
final class StopRequest {
    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean asked;

    static StopRequest install() {
        StopRequest request = new StopRequest();
        Runtime.getRuntime().addShutdownHook(new Thread(request::stop, "stop"));
        return request;
    }

    private void stop() {
        asked = true;
        try {
            finished.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean asked() {
        return asked;
    }

    void finished() {
        finished.countDown();
    }
}
