package dev.wave.verify.bench.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Where every JVM that measures begins. Its standard input is a pipe from the process that started it, which ends when that process does,
 * even by {@code kill -9}; then this one ends at once, and takes its own children along. Without it, two spinning ends of a queue would wait for
 * each other for ever.
 *
 * <p>Arguments: the class whose {@code main} measures, and that one's arguments.
 */
public final class ChildMain {
    private static final int ABANDONED = 3;

    private ChildMain() {}

    public static void main(String[] words) throws Throwable {
        Thread watch = new Thread(ChildMain::endWithTheParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(words, 1, words.length);
        try {
            Class.forName(words[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void endWithTheParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // As good as an end: nobody is there any more.
        }
        // An agent that is stopped just now does not notice the end of its own input.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(ABANDONED);
    }
}
