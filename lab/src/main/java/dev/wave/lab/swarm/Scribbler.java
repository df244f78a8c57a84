package dev.wave.lab.swarm;

import dev.wave.core.link.Window;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.QueueLayout;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import java.util.random.RandomGenerator;

/** Somebody on the NIC who writes garbage into the agents' window: anywhere, into the control lines, or in the likeness of a decision. */
final class Scribbler {
    private static final int MOST_STORES = 8;
    private static final long[] LIKELY = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE};

    private final SwarmWorld world;
    private final RandomGenerator random;
    private final Window window;
    private final Actor actor;
    private int wanted;

    Scribbler(SwarmWorld world, RandomGenerator random) {
        this.world = world;
        this.random = random;
        this.window = world.link().agent().toHost();
        this.actor = world.machine().actor("scribbler", world.machine().core(Side.NIC), this::run);
    }

    void scribble() {
        wanted++;
        actor.wakeAt(world.timeline().now());
    }

    private void run() {
        while (true) {
            if (wanted > 0) {
                wanted--;
                world.log().scribbling(true);
                write(new RegionLayout(
                        world.plan().geometry(), world.enclave().region().number()));
                window.fullFence();
                world.log().scribbling(false);
            } else {
                world.timeline().park();
            }
        }
    }

    private void write(RegionLayout region) {
        if (random.nextInt(3) == 0) {
            forge(region);
            return;
        }
        boolean control = random.nextBoolean();
        long from = control ? region.agentClaim() : 0;
        long end = control ? region.decisions(0).base() : window.bytes();
        for (int i = random.nextInt(MOST_STORES); i >= 0; i--) {
            store(from + random.nextLong((end - from) / Long.BYTES) * Long.BYTES, anything());
        }
    }

    private long anything() {
        return switch (random.nextInt(3)) {
            case 0 -> LIKELY[random.nextInt(LIKELY.length)];
            case 1 -> random.nextInt(64);
            default -> random.nextLong();
        };
    }

    private void forge(RegionLayout region) {
        int core = random.nextInt(world.plan().geometry().cores());
        SwarmThread thread = world.threads().get(random.nextInt(world.threads().size()));
        long position = random.nextInt(4 * region.decisions(core).slots());
        long slot = region.decisions(core).slot(position);
        long epoch = world.enclave().epoch();
        store(slot + 8, DecisionLayout.RUN | (long) core << 16 | epoch << 32);
        store(slot + 16, random.nextBoolean() ? thread.id() : random.nextLong());
        store(slot + 24, thread.sequence() - random.nextInt(2));
        store(slot + 32, random.nextInt(100));
        for (int word = 5; word < QueueLayout.SLOT_WORDS; word++) {
            store(slot + word * 8L, 0);
        }
        window.storeFence();
        store(slot, position + 1);
    }

    private void store(long offset, long value) {
        world.log().garbage(offset);
        window.store(offset, value);
    }
}
