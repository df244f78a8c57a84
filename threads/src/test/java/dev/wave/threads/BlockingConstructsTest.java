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
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mechanism under every blocking construct of the JDK: with one and two carriers, under the fallback, an agent, and agents that come and go. */
@ParameterizedClass(name = "{0}")
@MethodSource("settings")
class BlockingConstructsTest {
    private static final long SILENCE_MILLIS = 40;

    private static Rig rig;
    private static Thread switching;
    private static volatile boolean settled;

    private enum Charge {
        FALLBACK,
        AGENT,
        COMING_AND_GOING
    }

    private record Setting(Charge charge, int cores) {}

    BlockingConstructsTest(Setting setting) {
        if (setting.cores() < 1) {
            throw new AssertionError("every setting has cores");
        }
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

    @BeforeParameterizedClassInvocation
    static void open(Setting setting) {
        rig = new Rig(setting.cores(), SILENCE_MILLIS);
        settled = false;
        switch (setting.charge()) {
            case FALLBACK -> {}
            case AGENT -> rig.agent(BlockingConstructsTest::policy);
            case COMING_AND_GOING ->
                switching = Thread.ofPlatform().daemon().name("switching").start(BlockingConstructsTest::comeAndGo);
        }
    }

    /** An agent for a few milliseconds, then none, and so on. */
    private static void comeAndGo() {
        for (int i = 0; !settled; i++) {
            try (AgentRunner agent = rig.agent(BlockingConstructsTest::policy)) {
                Bounded.pause(agent.failure() == null ? i % 8 : 0);
            }
            Bounded.until("the fallback in charge", () -> rig.enclave.epoch() == 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void constructBlocksAndGoesOn(Construct construct) {
        Place place = new Place(rig.executor, rig.enclave.threadFactory());
        rig.run(construct.name(), () -> {
            construct.body().run(place);
            return true;
        });
    }

    @AfterParameterizedClassInvocation
    static void closeAndBalance() {
        settled = true;
        if (switching != null) {
            Bounded.join("the last agent's end", switching);
            switching = null;
        }
        rig.close();
        rig.checkDispatches();
    }
}
