package dev.wave.threads;

import dev.wave.core.AgentRunner;
import dev.wave.threads.constructs.Construct;
import dev.wave.threads.constructs.Construct.Place;
import dev.wave.threads.constructs.IoConstructs;
import dev.wave.threads.constructs.LockConstructs;
import dev.wave.threads.constructs.QueueConstructs;
import dev.wave.threads.constructs.SynchronizerConstructs;
import dev.wave.threads.constructs.TaskConstructs;
import dev.wave.threads.policy.Shinjuku;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mechanism under every blocking construct of the JDK: with one and two carriers, under the fallback, an agent, and agents that come and go. */
@ParameterizedClass(name = "{0}")
@MethodSource("settings")
class BlockingConstructsTest {
    private static final int REPEAT_WHILE_SWITCHING = 2;

    private enum Charge {
        FALLBACK,
        AGENT,
        COMING_AND_GOING
    }

    private record Setting(Charge charge, int cores) {}

    private final Setting setting;
    private final Rig rig;
    private volatile boolean settled;
    private Thread switching;

    BlockingConstructsTest(Setting setting) {
        this.setting = setting;
        this.rig = new Rig(setting.cores());
    }

    static Stream<Setting> settings() {
        return Stream.of(Charge.values()).flatMap(charge -> Stream.of(new Setting(charge, 1), new Setting(charge, 2)));
    }

    static Stream<Construct> constructs() {
        return Stream.of(
                        LockConstructs.all(),
                        SynchronizerConstructs.all(),
                        QueueConstructs.all(),
                        TaskConstructs.all(),
                        IoConstructs.all())
                .flatMap(List::stream);
    }

    private static ThreadPolicy policy() {
        return new Shinjuku(100_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void constructBlocksAndGoesOn(Construct construct) {
        switch (setting.charge()) {
            case FALLBACK -> {}
            case AGENT -> rig.agent(BlockingConstructsTest::policy);
            case COMING_AND_GOING -> startSwitching();
        }
        int times = setting.charge() == Charge.COMING_AND_GOING ? REPEAT_WHILE_SWITCHING : 1;
        Place place = new Place(rig.executor, rig.enclave.threadFactory());
        for (int i = 0; i < times; i++) {
            rig.run(construct.name(), () -> {
                construct.body().run(place);
                return true;
            });
        }
    }

    /** An agent for a few milliseconds, then none for a few, and so on. */
    private void startSwitching() {
        switching = Thread.ofPlatform().daemon().name("switching").start(() -> {
            for (int i = 0; !settled; i++) {
                try (AgentRunner agent = rig.agent(BlockingConstructsTest::policy)) {
                    Bounded.pause(agent.failure() == null ? i % 4 : 0);
                }
                Bounded.until("the fallback in charge", () -> rig.enclave.epoch() == 0);
            }
        });
    }

    @AfterEach
    void closeAndBalance() {
        settled = true;
        if (switching != null) {
            Bounded.join("the last agent's end", switching);
        }
        Bounded.call("closing the executor", () -> {
            rig.executor.close();
            return true;
        });
        rig.checkDispatches();
        rig.close();
    }
}
