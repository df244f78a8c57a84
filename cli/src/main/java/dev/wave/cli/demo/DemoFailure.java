package dev.wave.cli.demo;

/** The demo cannot go on; the message says what happened, what it means, what to do. */
public final class DemoFailure extends RuntimeException {
    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
