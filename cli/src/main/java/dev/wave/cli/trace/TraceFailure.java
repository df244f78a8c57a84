package dev.wave.cli.trace;

/** There is no trace to be had; the message says what happened, what it means, what to do. */
public final class TraceFailure extends RuntimeException {
    TraceFailure(String message) {
        super(message);
    }

    TraceFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
