package dev.wave.core.host;

import dev.wave.core.Seeds;
import dev.wave.core.reordering.Fences;
import dev.wave.core.reordering.Machine;
import dev.wave.core.reordering.Platform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attaching, transactions, withdrawal, preemption and succession on every kind of memory that a link may be made of. */
class EnclaveReorderingTest {
    private static final int SEEDS = 15;

    @ParameterizedTest
    @EnumSource(Platform.class)
    void nothingIsLostAndTheBooksBalance(Platform platform) {
        for (EnclaveStory.Plot plot : EnclaveStory.Plot.values()) {
            for (Machine.Temper temper : Machine.Temper.values()) {
                Seeds.each(
                        getClass(),
                        SEEDS,
                        (seed, random) -> Machine.play(
                                () -> Seeds.random(seed),
                                temper,
                                Fences.KEPT,
                                new EnclaveStory(plot, platform),
                                () -> {}));
            }
        }
    }
}
