package dev.wave.cli.demo.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a child process when to end: its standard input comes from the parent, and ends when the parent wants that or has died in
 * whatever way.
 */
public final class ParentWatch {
    private final CountDownLatch over = new CountDownLatch(1);

    /** Starts to watch. */
    public ParentWatch(InputStream fromParent) {
        Thread watcher = new Thread(() -> readToEnd(fromParent), "parent-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void readToEnd(InputStream fromParent) {
        try {
            fromParent.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // As good as an end: nobody is there any more.
        }
        over.countDown();
    }

    /** True once the parent wants this process to end. */
    public boolean over() {
        return over.getCount() == 0;
    }

    /**
     * Waits until the parent wants this process to end, but not for longer than that.
     *
     * @return true if it wants that
     */
    public boolean await(long nanos) throws InterruptedException {
        return over.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits until the parent wants this process to end. */
    public void await() throws InterruptedException {
        over.await();
    }
}
