package dev.wave.core.link;

/**
 * What joins a host and an agent: two windows, each written by one side only, and interrupts.
 *
 * <p>One kind of link per process, so that the JIT sees one implementation on the hot path.
 */
public interface Link extends AutoCloseable {

    /** The name by which the other side finds it, such as {@code shm:NAME}. */
    String uri();

    /** The window only the host writes. */
    Window toNic();

    /** The window only the agent writes. */
    Window toHost();

    /**
     * The line that the host raises and an agent waits on.
     *
     * @param ringOffset where in {@link #toNic} the host keeps the ring word
     * @param armedOffset where in {@link #toHost} the agent keeps the armed word
     */
    Interrupt towardsNic(long ringOffset, long armedOffset);

    /**
     * The line that an agent raises and the host waits on.
     *
     * @param ringOffset where in {@link #toHost} the agent keeps the ring word
     * @param armedOffset where in {@link #toNic} the host keeps the armed word
     */
    Interrupt towardsHost(long ringOffset, long armedOffset);

    /** The process at this end, by which it names itself to the other one. A simulated end has a process of its own. */
    default ProcessIdentity process() {
        return ProcessIdentity.current();
    }

    /** Gives the link back. The host's side also removes its name; an agent still attached keeps its memory until it closes too. */
    @Override
    void close();
}
