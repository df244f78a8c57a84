package dev.wave.core.delay;

import dev.wave.core.Clock;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ShmLink;

/** Opens links by their URIs. */
public final class Links {
    private Links() {}

    /**
     * Opens the agent's side of a link: {@code shm:NAME}, or {@code delayed:MODEL:NAME}.
     *
     * @throws LinkException if it cannot be opened; the message is one line for the user
     */
    public static Link openUri(String uri, Clock clock) {
        return DelayedLink.named(uri) ? DelayedLink.openUri(uri, clock) : ShmLink.openUri(uri);
    }

    /**
     * The name in a URI of either kind, for who only looks at the memory behind it.
     *
     * @throws LinkException if it is of neither kind; the message is one line for the user
     */
    public static String nameOf(String uri) {
        return DelayedLink.named(uri) ? DelayedLink.nameOf(uri) : ShmLink.nameOf(uri);
    }
}
