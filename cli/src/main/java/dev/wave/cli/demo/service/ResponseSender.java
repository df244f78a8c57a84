package dev.wave.cli.demo.service;

import dev.wave.core.queue.SlotWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The host's end of the response queue, for any number of threads. Nobody waits: a thread leaves its response on a list, and whoever
 * gets the guard writes what is there. A holder that is taken off its core delays others' responses, but blocks nobody.
 */
final class ResponseSender {
    private final AtomicReference<ServiceTask> waiting = new AtomicReference<>();
    private final AtomicBoolean guard = new AtomicBoolean();
    private final SlotWriter queue;

    /** What did not fit into the queue, oldest first; under the guard. */
    private ServiceTask backlog;

    ResponseSender(SlotWriter queue) {
        this.queue = queue;
    }

    void send(ServiceTask task) {
        ServiceTask head;
        do {
            head = waiting.get();
            task.next = head;
        } while (!waiting.compareAndSet(head, task));
        sendWaiting();
    }

    /** Writes what waits, as far as there is room; who drives the service calls it now and then. */
    void sendWaiting() {
        boolean room = true;
        while (room && waiting.get() != null && guard.compareAndSet(false, true)) {
            try {
                room = drain();
            } finally {
                guard.set(false);
            }
        }
    }

    /** As {@link #sendWaiting}, also when nothing new came since the queue was full. */
    void retry() {
        if (guard.compareAndSet(false, true)) {
            try {
                drain();
            } finally {
                guard.set(false);
            }
        }
        sendWaiting();
    }

    private boolean drain() {
        backlog = append(backlog, waiting.getAndSet(null));
        while (backlog != null && queue.hasRoom()) {
            backlog.writeResponse(queue);
            backlog = backlog.next;
        }
        return backlog == null;
    }

    /** Turns the newest-first list round and puts it behind the older one. */
    private static ServiceTask append(ServiceTask older, ServiceTask newestFirst) {
        ServiceTask oldestFirst = null;
        while (newestFirst != null) {
            ServiceTask next = newestFirst.next;
            newestFirst.next = oldestFirst;
            oldestFirst = newestFirst;
            newestFirst = next;
        }
        if (older == null) {
            return oldestFirst;
        }
        ServiceTask last = older;
        while (last.next != null) {
            last = last.next;
        }
        last.next = oldestFirst;
        return older;
    }
}
