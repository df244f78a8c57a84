package dev.wave.threads.constructs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * One way of the JDK to block, exercised so that it really blocks, and checked by its result.
 *
 * @param body runs in a virtual thread of an enclave; throws if something is wrong
 */
public record Construct(String name, Body body) {

    /** What the body may use. */
    public record Place(ExecutorService executor, ThreadFactory factory) {
        public Thread start(Runnable child) {
            Thread thread = factory.newThread(child);
            thread.start();
            return thread;
        }
    }

    /** Code that runs in the enclave. */
    @FunctionalInterface
    public interface Body {
        void run(Place place) throws Exception;
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void same(Object expected, Object actual, String what) {
        check(expected.equals(actual), what + ": expected " + expected + ", was " + actual);
    }

    @Override
    public String toString() {
        return name;
    }
}
