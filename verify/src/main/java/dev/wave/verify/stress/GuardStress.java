package dev.wave.verify.stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The guard and the list of marked targets by themselves, word for word as in the host: the flag is tried by an opaque
 * load and a compare-and-set, given back by a volatile store, and the list is looked at after that.
 */
@JCStressTest
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "the list is empty, both were sent")
@Outcome(expect = Expect.FORBIDDEN, desc = "something was left on the list, or sent by two at once")
@State
public class GuardStress {
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(GuardStress.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // read and written through HELD
    private boolean held;

    private final AtomicReference<Integer> marked = new AtomicReference<>();
    private int sent;

    private void send() {
        if (marked.get() == null && tryAcquire()) {
            sent++;
            release();
        } else {
            Integer head;
            do {
                head = marked.get();
            } while (!marked.compareAndSet(head, head == null ? 1 : head + 1));
        }
        resend();
    }

    private void resend() {
        while (marked.get() != null && tryAcquire()) {
            Integer list = marked.getAndSet(null);
            sent += list == null ? 0 : list;
            release();
        }
    }

    private boolean tryAcquire() {
        return !(boolean) HELD.getOpaque(this) && HELD.compareAndSet(this, false, true);
    }

    private void release() {
        HELD.setVolatile(this, false);
    }

    /** One sender. */
    @Actor
    public void first() {
        send();
    }

    /** The other. */
    @Actor
    public void second() {
        send();
    }

    /** Everybody has gone. */
    @Arbiter
    public void look(II_Result left) {
        left.r1 = marked.get() == null ? 0 : marked.get();
        left.r2 = sent;
    }
}
