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

    /**
     * What to say when the memory of a mapped link is gone. The kernel signals the access (SIGBUS), the JVM turns that into an
     * {@code InternalError}, in compiled code a few instructions later.
     *
     * @throws InternalError the error itself, if it is about something else
     */
    public static LinkException lostMemory(String link, InternalError error) {
        if (!isLostMemory(error)) {
            throw error;
        }
        return new LinkException(
                "the memory of " + link
                        + " is gone: its file was truncated while it was mapped, and nothing can be"
                        + " read from it any more. Restart the service, then its agents.",
                error);
    }

    /** True if the JVM reports an access to mapped memory that is no longer there. */
    public static boolean isLostMemory(Throwable error) {
        return error instanceof InternalError
                && error.getMessage() != null
                && error.getMessage().contains("unsafe memory access");
    }
}
