package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.threads.policy.Shinjuku;
import dev.wave.threads.preempt.Preemption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A thread that began under the fallback, or under another agent, and never comes off by itself. */
class EndlessThreadTest {

    @Test
    void agentThatComesLaterTakesItOffTheCore() {
        try (Rig rig = new Rig(1, 1_500)) {
            AtomicBoolean stop = new AtomicBoolean();
            CountDownLatch runs = new CountDownLatch(1);
            rig.executor.execute(() -> {
                runs.countDown();
                while (!stop.get()) {
                    Preemption.point();
                }
            });
            Bounded.call("the endless thread", () -> {
                runs.await();
                return true;
            });
            for (int agents = 1; agents <= 3; agents++) {
                var agent = rig.agent(() -> new Shinjuku(100_000), AgentOptions.DEFAULT.replacing());
                int answer = agents;
                assertEquals(answer, rig.run("another thread under agent " + agents, () -> answer));
                agent.stop();
            }
            stop.set(true);
        }
    }
}
