package dev.wave.verify.bench.queue;

import java.util.List;

/** A kind of queue that can be measured. Found by its name with a service loader, so that its library need not be there. */
public interface WirePeer {
    /** As it stands in tables. */
    String name();

    /** True if both ends live in one process, as threads. */
    boolean inProcess();

    /** Messages of one round: about a third of a millisecond when the CPUs are near. */
    int roundMessages();

    /** What its JVMs need besides the usual. */
    default List<String> jvmFlags() {
        return List.of();
    }

    /** A line about its version and settings. */
    default String note() {
        return "";
    }

    /**
     * Opens one end; the first end makes what is shared, the second waits for it.
     *
     * @param link a name nobody else uses
     */
    Wire open(End end, String link) throws Exception;

    /** Which of the two. One way, messages go from {@code FIRST} to {@code SECOND}; round trips begin at {@code FIRST}. */
    enum End {
        FIRST,
        SECOND
    }
}
