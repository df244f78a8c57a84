package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.core.link.Interrupt;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotReader.Found;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * The receive path of the service: a thread that sleeps until the NIC interrupts it and hands each request to the executor. It is
 * the same in every variant, a plain platform thread, as the receive path of a network driver would be.
 */
final class Ingress implements AutoCloseable {
    private static final long SHORT_SLICE_NANOS = 100_000;
    private static final long LOOK_ANYWAY_NANOS = 50_000_000;

    private final SlotReader requests;
    private final Interrupt interrupt;
    private final ServiceTask.Surroundings surroundings;
    private final Thread thread = new Thread(this::run, "ingress");
    private final CountDownLatch started = new CountDownLatch(1);
    private final CompletableFuture<Executor> workers = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile boolean shortSlices;

    Ingress(SlotReader requests, Interrupt interrupt, ServiceTask.Surroundings surroundings) {
        this.requests = requests;
        this.interrupt = interrupt;
        this.surroundings = surroundings;
        thread.setDaemon(true);
    }

    /** @return true if the kernel lets this thread preempt others when it is woken */
    boolean start() throws InterruptedException {
        thread.start();
        started.await();
        return shortSlices;
    }

    /** From now on requests are taken in. */
    void deliverTo(Executor executor) {
        workers.complete(executor);
    }

    private void run() {
        shortSlices = CallingThread.shortSlices(SHORT_SLICE_NANOS);
        started.countDown();
        Executor executor = workers.join();
        while (!stopping) {
            if (takeAll(executor) == 0) {
                sleep();
                surroundings.responses().retry();
            }
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
        return taken;
    }

    private void sleep() {
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
        thread.join();
    }
}
