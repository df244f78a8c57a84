package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.nic.NicSide;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.process.ParentWatch;
import dev.wave.core.Clock;
import java.util.concurrent.CountDownLatch;

/**
 * The NIC's side, agent included, in a thread of the service's process, on the NIC's CPU. The thread is made before the workers take a lower priority,
 * which it would inherit, and waits for the enclave.
 */
final class LocalNic {
    private final Settings settings;
    private final ParentWatch parent;
    private final CountDownLatch serviceIsReady = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "nic");

    LocalNic(Settings settings, ParentWatch parent) {
        this.settings = settings;
        this.parent = parent;
        thread.setDaemon(true);
        thread.start();
    }

    /** The links can be opened now. */
    void begin() {
        serviceIsReady.countDown();
    }

    private void run() {
        try {
            serviceIsReady.await();
        } catch (InterruptedException e) {
            return;
        }
        CallingThread.runOn(settings.cpus("nic-cpus"));
        new NicSide(settings, parent, Clock.system()).run();
    }

    /** Waits for it to have said everything. */
    void awaitEnd() throws InterruptedException {
        begin();
        thread.join();
    }
}
