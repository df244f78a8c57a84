package dev.wave.core.delay;

import dev.wave.core.link.LinkException;
import dev.wave.core.model.MachineModel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which link a {@link DelayedLink} plays: a model, and which of the tricks that hide it are used. Written as {@code mount-evans}, or
 * {@code mount-evans,no-wt,no-prefetch}.
 */
public record LinkDelays(MachineModel model, Set<Trick> tricks) {

    /** What a host can do about a slow link; each can be left out to see what it is worth. */
    public enum Trick {
        /** Messages are stored through a write-combining mapping: one posted write per line instead of one per word. */
        WC,
        /** Decisions are loaded through a write-through mapping: one round trip per line instead of one per word. */
        WT,
        /** A decision's line is asked for before it is needed; works on cached mappings only. */
        PREFETCH;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can be played: machines whose host reaches the queues by loads and stores. */
    public static final List<MachineModel> MODELS = List.of(MachineModel.MOUNT_EVANS, MachineModel.COHERENT);

    public LinkDelays {
        tricks = Set.copyOf(tricks);
    }

    /** The model with all tricks. */
    public static LinkDelays of(MachineModel model) {
        return new LinkDelays(model, EnumSet.allOf(Trick.class));
    }

    public LinkDelays without(Trick trick) {
        Set<Trick> fewer = EnumSet.copyOf(tricks);
        fewer.remove(trick);
        return new LinkDelays(model, fewer);
    }

    public boolean uses(Trick trick) {
        return tricks.contains(trick);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws LinkException if it names no model or trick; the message says which there are
     */
    public static LinkDelays parse(String text) {
        String[] words = text.split(",", -1);
        MachineModel model = MODELS.stream()
                .filter(each -> each.name().equals(words[0]))
                .findFirst()
                .orElseThrow(() -> new LinkException("no link model '" + words[0] + "': there are "
                        + MODELS.stream().map(MachineModel::name).collect(Collectors.joining(", ")) + "."));
        LinkDelays delays = of(model);
        for (String word : List.of(words).subList(1, words.length)) {
            delays = delays.without(trick(word));
        }
        return delays;
    }

    private static Trick trick(String word) {
        return Arrays.stream(Trick.values())
                .filter(trick -> word.equals("no-" + trick.label()))
                .findFirst()
                .orElseThrow(
                        () -> new LinkException(
                                "'" + word
                                        + "' leaves nothing out: a link's tricks are no-wc, no-wt and no-prefetch, as in mount-evans,no-wt."));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(model.name());
        for (Trick trick : Trick.values()) {
            text.append(uses(trick) ? "" : ",no-" + trick.label());
        }
        return text.toString();
    }
}
