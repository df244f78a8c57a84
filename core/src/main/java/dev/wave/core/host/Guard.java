package dev.wave.core.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Exclusive use of one end of a queue, for whoever gets it first.
 *
 * <p>Nobody ever waits for a guard: who fails to get it leaves the work to the holder. A simulated actor may therefore use it, and a
 * holder that the kernel took off its CPU blocks no one.
 */
final class Guard {
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(Guard.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // read and written through HELD
    private boolean held;

    boolean tryAcquire() {
        return !(boolean) HELD.getOpaque(this) && HELD.compareAndSet(this, false, true);
    }

    /** A full fence follows the release, so that work left behind by somebody who failed to get the guard is seen by the holder. */
    void release() {
        HELD.setVolatile(this, false);
    }
}
