import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.ThreadQueue;

/**
 * Two classes: threads of class 0 come first, always; the others get what is left, and give way within 50 us when a thread of class 0 waits.
 *
 * <p>A policy in a single file. Run it without building anything:
 *
 * <pre>./wave agent --policy examples/ClassPriority.java --link shm:example</pre>
 */
public final class ClassPriority implements ThreadPolicy {
    private static final long PATIENCE_NANOS = 50_000;

    private final ThreadQueue urgent = new ThreadQueue();
    private final ThreadQueue patient = new ThreadQueue();

    @Override
    public void ready(PolicyThread thread) {
        (thread.threadClass() == 0 ? urgent : patient).addLast(thread);
    }

    @Override
    public void returned(PolicyThread thread) {
        (thread.threadClass() == 0 ? urgent : patient).addFirst(thread);
    }

    @Override
    public PolicyThread pick(CoreView core) {
        PolicyThread first = urgent.pollFor(core);
        return first != null ? first : patient.pollFor(core);
    }

    @Override
    public boolean shouldPreempt(CoreView core) {
        return core.running().threadClass() != 0 && core.ranNanos() >= PATIENCE_NANOS;
    }
}
