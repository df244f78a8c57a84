package dev.wave.threads.preempt;

import java.util.List;

/**
 * What became of one class file.
 *
 * @param classFile the new class file, or the given one if nothing changed
 * @param changed whether anything changed
 * @param reason why nothing changed; empty if something did
 * @param loopsPolled how many loops got polls
 * @param loopsInStrips how many of them are counted loops cut into strips
 * @param loopsLeftAlone the loops without polls, each as {@code class.method:line} of its end
 */
public record Instrumented(
        byte[] classFile,
        boolean changed,
        String reason,
        int loopsPolled,
        int loopsInStrips,
        List<String> loopsLeftAlone) {

    static Instrumented unchanged(byte[] classFile, String reason) {
        return unchanged(classFile, reason, List.of());
    }

    static Instrumented unchanged(byte[] classFile, String reason, List<String> loopsLeftAlone) {
        return new Instrumented(classFile, false, reason, 0, 0, List.copyOf(loopsLeftAlone));
    }
}
