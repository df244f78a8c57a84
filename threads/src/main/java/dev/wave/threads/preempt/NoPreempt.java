package dev.wave.threads.preempt;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stretch of code in which a virtual thread keeps its core.
 *
 * <p>The instrumenter adds no polls to an annotated method (or to any method of an annotated class) and defers the
 * polls of everything it calls until it returns. A request that arrived in the meantime is honoured at the return.
 * Blocking inside is allowed: the thread is descheduled as usual, and its deferral moves with it to the next core.
 *
 * <p>On a class it covers methods, constructors (from the call of {@code super(...)} on) and the bodies of its own
 * lambdas, but not nested classes. Without the instrumenter it means nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface NoPreempt {}
