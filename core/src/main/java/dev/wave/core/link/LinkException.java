package dev.wave.core.link;

/** A link cannot be made or opened; the message says what happened, what it means and what to do, in one line. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LinkException(String message) {
        super(message);
    }

    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
