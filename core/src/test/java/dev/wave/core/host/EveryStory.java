package dev.wave.core.host;

import dev.wave.core.Seeds;
import dev.wave.core.reordering.Fences;
import dev.wave.core.reordering.Machine;
import dev.wave.core.reordering.Platform;
import dev.wave.core.reordering.QueueStory;
import java.util.ArrayList;
import java.util.List;

/** All stories on the memories that forgive least, one after the other, until one of them goes wrong. */
final class EveryStory {
    private static final List<Platform> UNFORGIVING =
            List.of(Platform.WEAKEST, Platform.BAR_WRITE_THROUGH, Platform.SHARED_ARM);

    private record Named(String name, Machine.Story story) {}

    /** The first thing that went wrong: the story, its seed and what it complained of. */
    record Failure(String story, long seed, String complaint) {}

    private final List<Named> stories = new ArrayList<>();

    EveryStory() {
        for (Platform platform : UNFORGIVING) {
            stories.add(new Named("queue to the NIC, " + platform, new QueueStory(platform, true)));
            stories.add(new Named("queue to the host, " + platform, new QueueStory(platform, false)));
        }
        for (Platform platform : UNFORGIVING) {
            for (EnclaveStory.Plot plot : EnclaveStory.Plot.values()) {
                stories.add(new Named(plot + ", " + platform, new EnclaveStory(plot, platform)));
            }
        }
    }

    /** @return null if nothing went wrong in {@code rounds} seeds of every story under either temper */
    Failure firstFailure(Fences fences, int rounds) {
        for (long seed = 1; seed <= rounds; seed++) {
            for (Machine.Temper temper : Machine.Temper.values()) {
                for (Named named : stories) {
                    Failure failure = tell(named, temper, seed, fences);
                    if (failure != null) {
                        return failure;
                    }
                }
            }
        }
        return null;
    }

    private static Failure tell(Named named, Machine.Temper temper, long seed, Fences fences) {
        try {
            Machine.play(() -> Seeds.random(seed), temper, fences, named.story, () -> {});
            return null;
        } catch (UnsupportedOperationException e) {
            // The test's own mistake, not the story's.
            throw e;
        } catch (RuntimeException | AssertionError e) {
            String complaint =
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new Failure(named.name + ", " + temper, seed, complaint);
        }
    }
}
