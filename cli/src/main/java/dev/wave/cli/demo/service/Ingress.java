package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.wire.RequestLink;
import dev.wave.core.link.Interrupt;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotReader.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The receive path of the service: threads that sleep until the NIC interrupts them and hand each request to the executor. It is the same in every
 * variant, plain platform threads, as the receive path of a network driver would be. The second thread stands in when the first was woken but is
 * kept off the CPU.
 */
final class Ingress implements AutoCloseable {
    private static final long SHORT_SLICE_NANOS = 100_000;
    private static final long LOOK_ANYWAY_NANOS = 50_000_000;

    private final SlotReader requests;
    private final ServiceTask.Surroundings surroundings;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean receiving = new AtomicBoolean();
    private final CountDownLatch started = new CountDownLatch(RequestLink.RECEIVERS);
    private final CompletableFuture<Executor> workers = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile boolean shortSlices;

    Ingress(RequestLink link, ServiceTask.Surroundings surroundings) {
        this.requests = link.requestReader();
        this.surroundings = surroundings;
        for (int i = 0; i < RequestLink.RECEIVERS; i++) {
            Interrupt interrupt = link.requestInterrupt(i);
            Thread thread = new Thread(() -> run(interrupt), "ingress-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** @return true if the kernel lets these threads preempt others when they are woken */
    boolean start() throws InterruptedException {
        threads.forEach(Thread::start);
        started.await();
        return shortSlices;
    }

    /** From now on requests are taken in. */
    void deliverTo(Executor executor) {
        workers.complete(executor);
    }

    private void run(Interrupt interrupt) {
        shortSlices = CallingThread.shortSlices(SHORT_SLICE_NANOS);
        started.countDown();
        Executor executor = workers.join();
        while (!stopping) {
            if (receive(executor) == 0) {
                sleep(interrupt);
                surroundings.responses().retry();
            }
        }
    }

    /** One thread at a time; another leaves it to that one, which looks again before it sleeps. */
    private int receive(Executor executor) {
        if (!receiving.compareAndSet(false, true)) {
            return 0;
        }
        try {
            return takeAll(executor);
        } finally {
            receiving.set(false);
        }
    }

    private int takeAll(Executor executor) {
        int taken = 0;
        Found found = requests.poll();
        while (found == Found.SLOT) {
            executor.execute(new ServiceTask(surroundings, requests));
            taken++;
            found = requests.poll();
        }
        if (found == Found.CORRUPT) {
            throw new IllegalStateException("the request queue is corrupt: its two ends do not belong together");
        }
        if (taken > 0) {
            // At once, because the NIC looks whether its interrupt was heeded.
            requests.report();
        }
        return taken;
    }

    private void sleep(Interrupt interrupt) {
        long ticket = interrupt.arm();
        if (!requests.ready()) {
            interrupt.await(ticket, LOOK_ANYWAY_NANOS);
        }
        interrupt.disarm();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        workers.complete(Runnable::run);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
