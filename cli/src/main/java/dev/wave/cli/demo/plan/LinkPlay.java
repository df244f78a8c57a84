package dev.wave.cli.demo.plan;

import dev.wave.core.delay.LinkDelays;
import dev.wave.core.delay.LinkDelays.Trick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The link between service and agent in one run, and how the agent uses it.
 *
 * @param delays the slower link that is played; empty for plain shared memory
 * @param prestage decisions kept ready for a busy core
 */
public record LinkPlay(Optional<LinkDelays> delays, int prestage) {
    public static final LinkPlay SHM = new LinkPlay(Optional.empty(), 1);

    private static final String SCHEME = "delayed:";

    /** Reads {@code shm} or {@code delayed:MODEL}. */
    public static LinkPlay parse(String text, int prestage) {
        if (text.equals("shm")) {
            return new LinkPlay(Optional.empty(), prestage);
        }
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException("no link of the kind '" + text
                    + "': there are shm and delayed:MODEL, for example delayed:mount-evans");
        }
        return new LinkPlay(Optional.of(LinkDelays.parse(text.substring(SCHEME.length()))), prestage);
    }

    /** What {@link #parse} reads. */
    public String spelling() {
        return delays.map(played -> SCHEME + played).orElse("shm");
    }

    /** The URI by which the agent finds a link of that name. */
    public String uri(String name) {
        return spelling() + ":" + name;
    }

    /** As it is, then without each trick in turn, then without any: what is each one worth? */
    public List<LinkPlay> ladder() {
        List<LinkPlay> steps = new ArrayList<>(List.of(this));
        delays.ifPresent(all -> {
            LinkDelays none = all;
            for (Trick trick : Trick.values()) {
                steps.add(new LinkPlay(Optional.of(all.without(trick)), prestage));
                none = none.without(trick);
            }
            steps.add(new LinkPlay(delays, 0));
            steps.add(new LinkPlay(Optional.of(none), 0));
        });
        return List.copyOf(steps);
    }

    /** A few words for tables. */
    public String label() {
        return spelling() + (prestage == 0 ? ",no-prestage" : "");
    }
}
