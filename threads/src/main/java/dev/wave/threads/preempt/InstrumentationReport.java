package dev.wave.threads.preempt;

import java.util.List;

/**
 * What the instrumenter has done so far. A class that is transformed again counts again.
 *
 * @param instrumented classes that got polls or deferrals
 * @param skipped chosen classes that needed no change or that cannot be changed (too old, polls already inside, no
 *     access to {@link Preemption})
 * @param failed classes that were left as they were because instrumenting them failed
 * @param loopsPolled loops that poll
 * @param loopsInStrips those of them that are counted loops cut into strips
 * @param loopsLeftAlone loops without polls in chosen classes (in class initialisers, {@link NoPreempt} code, methods
 *     too large to be compiled with polls); loops of at most 64 known iterations are not counted
 * @param loopsLeft the first of the loops left alone, each as {@code class.method:line}
 * @param failures the first failures, each as {@code class: reason}
 */
public record InstrumentationReport(
        long instrumented,
        long skipped,
        long failed,
        long loopsPolled,
        long loopsInStrips,
        long loopsLeftAlone,
        List<String> loopsLeft,
        List<String> failures) {}
