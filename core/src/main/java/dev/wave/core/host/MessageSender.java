package dev.wave.core.host;

import dev.wave.core.ledger.Ledger;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.queue.SlotWriter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The host's end of one message queue, usable by any thread without waiting.
 *
 * <p>Who gets the guard writes. Who does not, or finds the queue full, marks the target and leaves it on a list; the holder looks at
 * the list again after it gave the guard back, and so does everybody who passes by. A message is made from the target's state at the
 * moment of writing, so a target on the list is sent once, with its latest state, however often it changed meanwhile: nothing blocks,
 * nothing is dropped.
 */
final class MessageSender {
    private final Guard guard = new Guard();
    private final AtomicReference<HostTarget> marked = new AtomicReference<>();
    private final Counters counters;
    private final int messagesWord;
    private final int noRoomWord;
    private final Consumer<HostTarget> sent;
    private final Ledger ledger;
    private final int queueNumber;
    private final ToldCores told = new ToldCores();
    private volatile HostTarget backlog;
    private volatile SlotWriter writer;

    /** @param sent told of each target after its message was written, under the guard */
    MessageSender(
            Counters counters,
            int messagesWord,
            int noRoomWord,
            Consumer<HostTarget> sent,
            Ledger ledger,
            int queueNumber) {
        this.counters = counters;
        this.messagesWord = messagesWord;
        this.noRoomWord = noRoomWord;
        this.sent = sent;
        this.ledger = ledger;
        this.queueNumber = queueNumber;
    }

    /**
     * Starts to send into a new region, or, with null, stops. Somebody who is writing just now finishes in the old region; that is harmless,
     * because the new agent is told about every target after this.
     */
    void redirect(SlotWriter writer) {
        this.writer = writer;
        resend();
    }

    void send(HostTarget target) {
        if (!hasMarked() && guard.tryAcquire()) {
            try {
                write(target);
            } finally {
                guard.release();
            }
        } else {
            push(target);
        }
        resend();
    }

    /**
     * Says what the agent does not know yet about the cores. What finds no room, or somebody writing, is said at the next call; the watchdog calls in
     * every step.
     *
     * @return true if anything was sent, also what others left meanwhile: they woke the agent in vain
     */
    boolean sendCores(HostCores cores, long nanos) {
        if (!guard.tryAcquire()) {
            return false;
        }
        boolean said;
        try {
            said = writer != null && told.tell(writer, cores, nanos);
        } finally {
            guard.release();
        }
        return resend() || said;
    }

    /**
     * Sends what is on the list, as far as there is room. Cheap when the list is empty.
     *
     * @return true if anything may have been sent: then the agent must be woken, because whoever left it here did so in vain
     */
    boolean resend() {
        boolean tried = false;
        while (hasMarked() && guard.tryAcquire()) {
            tried = true;
            boolean stuck;
            try {
                stuck = !drain();
            } finally {
                guard.release();
            }
            if (stuck) {
                return true;
            }
        }
        return tried;
    }

    /**
     * Writes what is left over from last time, then what was added since. What finds no room stays in the backlog, which only the holder of the guard
     * touches: putting it back on the shared list would cost its whole length each time, and a discovery of many targets the square of that.
     *
     * @return false if there was no room for all
     */
    private boolean drain() {
        SlotWriter queue = writer;
        HostTarget list = backlog;
        while (queue == null || queue.hasRoom()) {
            if (list == null) {
                list = oldestFirst(marked.getAndSet(null));
            }
            if (list == null) {
                backlog = null;
                return true;
            }
            HostTarget next = list.nextMarked;
            // Unmark before the state is read: a change from here on marks the target again.
            list.unmark();
            write(list);
            list = next;
        }
        backlog = list;
        return list == null && marked.get() == null;
    }

    private void write(HostTarget target) {
        SlotWriter queue = writer;
        if (queue == null) {
            sent.accept(target);
        } else if (queue.hasRoom()) {
            put(queue, target);
            queue.publish();
            counters.increment(messagesWord);
            sent.accept(target);
        } else {
            counters.increment(noRoomWord);
            push(target);
        }
    }

    private void put(SlotWriter queue, HostTarget target) {
        long word = target.word();
        ledger.message(queue.epoch(), queueNumber, target.id(), word, target.targetClass(), target.changedNanos());
        MessageLayout.putTarget(queue, target.id(), word, target.targetClass(), target.weight());
        MessageLayout.putDetails(queue, target.changedNanos(), target.deadlineNanos(), target.affinity());
        MessageLayout.putDispatch(queue, target.dispatch());
    }

    private void push(HostTarget target) {
        if (target.mark()) {
            HostTarget head;
            do {
                head = marked.get();
                target.nextMarked = head;
            } while (!marked.compareAndSet(head, target));
        }
    }

    /** The list grows at its head; policies expect the order in which things happened. */
    private static HostTarget oldestFirst(HostTarget newest) {
        HostTarget oldest = null;
        while (newest != null) {
            HostTarget next = newest.nextMarked;
            newest.nextMarked = oldest;
            oldest = newest;
            newest = next;
        }
        return oldest;
    }

    /**
     * True if nobody is writing just now: from here on everybody uses the writer of the last {@link #redirect}. What somebody left behind while this
     * was found out is for the caller to {@link #resend}, who can also wake the agent.
     */
    boolean isQuiet() {
        if (!guard.tryAcquire()) {
            return false;
        }
        guard.release();
        return true;
    }

    boolean hasMarked() {
        return marked.get() != null || backlog != null;
    }

    boolean hasUnread() {
        SlotWriter now = writer;
        return now != null && now.unread() > 0;
    }
}
