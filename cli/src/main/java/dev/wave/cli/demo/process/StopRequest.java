package dev.wave.cli.demo.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: what is under way is cut short, and what was measured so far is shown. The JVM ends when all hooks have returned, so the hook
 * waits until that is done, but not for ever.
 */
public final class StopRequest {
    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Runnable whenAsked = () -> {};

    private StopRequest() {}

    /** From now on Ctrl-C asks, instead of ending the JVM. */
    public static StopRequest install() {
        StopRequest request = new StopRequest();
        Runtime.getRuntime().addShutdownHook(new Thread(request::stop, "stop"));
        return request;
    }

    private void stop() {
        asked.countDown();
        whenAsked.run();
        try {
            finished.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What to do when the user wants it to end; at once, if that was before. */
    public void whenAsked(Runnable action) {
        whenAsked = action;
        if (asked()) {
            action.run();
        }
    }

    /** True once the user wants it to end. */
    public boolean asked() {
        return asked.getCount() == 0;
    }

    /** All is said, and no child is left. */
    public void finished() {
        finished.countDown();
    }
}
