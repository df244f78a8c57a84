package dev.wave.core.link;

import java.util.concurrent.atomic.AtomicInteger;

/** Link names that nobody else on this machine uses. */
public final class ShmNames {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private ShmNames() {}

    public static String fresh() {
        return "test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
    }
}
