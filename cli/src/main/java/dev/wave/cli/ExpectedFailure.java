package dev.wave.cli;

/** A verb could not do its work for a reason its user can act on; the message says what happened, what it means, what to do. */
public final class ExpectedFailure extends RuntimeException {
    public ExpectedFailure(String message) {
        super(message);
    }

    public ExpectedFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
