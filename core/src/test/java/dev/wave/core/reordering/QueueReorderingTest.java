package dev.wave.core.reordering;

import dev.wave.core.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipping queue on every kind of memory that a link may be made of. */
class QueueReorderingTest {
    private static final int SEEDS = 60;

    @ParameterizedTest
    @EnumSource(Platform.class)
    void everythingArrivesOnceWholeAndInOrder(Platform platform) {
        for (Machine.Temper temper : Machine.Temper.values()) {
            for (boolean towardsNic : new boolean[] {false, true}) {
                Seeds.each(
                        getClass(),
                        SEEDS,
                        (seed, random) -> Machine.play(
                                () -> Seeds.random(seed),
                                temper,
                                Fences.KEPT,
                                new QueueStory(platform, towardsNic),
                                () -> {}));
            }
        }
    }
}
