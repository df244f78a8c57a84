package dev.wave.verify.faults;

import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.QueueLayout;
import java.util.random.RandomGenerator;

/**
 * A hostile agent's pen: writes anything anywhere into {@code TO_HOST}, its own region or others', from noise to decisions that are right in all but one
 * field, or in all. It reads the host's messages to name targets that exist.
 */
final class Scribbler {
    private static final int WORD = 8;
    private static final long[] EDGES = {0, 1, 2, -1, 0xffff, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE};

    private final Window own;
    private final Window host;
    private final Geometry geometry;
    private final RandomGenerator random;

    Scribbler(Link link, Geometry geometry, RandomGenerator random) {
        this.own = link.toHost();
        this.host = link.toNic();
        this.geometry = geometry;
        this.random = random;
    }

    /** One mischief. */
    void write() {
        RegionLayout region = new RegionLayout(geometry, random.nextInt(geometry.regions()));
        int core = random.nextInt(geometry.cores());
        switch (random.nextInt(20)) {
            case 0 -> own.store(random.nextLong(bytes() / WORD) * WORD, value());
            case 1 -> noise(random.nextLong(bytes() / QueueLayout.LINE) * QueueLayout.LINE);
            case 2 -> claim(region.agentClaim());
            case 3 -> own.store(region.agentClaim() + RegionLayout.ACCEPTED, epoch());
            case 4 -> own.store(region.decisions(core).slot(random.nextLong(64)), random.nextLong(-70, 70));
            case 5 -> own.store(region.agentWithdrawal(core), value());
            case 6 -> preempt(region, core);
            case 7 -> own.store(region.agentBeat(), value());
            case 8 -> own.store(region.agentArmed(), random.nextInt(3));
            case 9 -> own.store(region.agentInterrupt(core), value());
            case 10 -> readLine(region.messages(random.nextInt(geometry.cores() + 1)));
            case 11 -> readLine(region.outcomes(core));
            case 12 -> own.store(region.agentCounters() + random.nextInt(64) * WORD, value());
            default -> decision(region, core);
        }
    }

    private long bytes() {
        return RegionLayout.toHostBytes(geometry);
    }

    private long epoch() {
        return host.load(LinkHeader.EPOCH) + (random.nextInt(4) == 0 ? random.nextLong(-2, 3) : 0);
    }

    private long value() {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextLong();
            case 1 -> EDGES[random.nextInt(EDGES.length)];
            default -> random.nextLong(-4, 1024);
        };
    }

    private void noise(long line) {
        for (int word = 0; word < QueueLayout.SLOT_WORDS; word++) {
            own.store(line + word * WORD, value());
        }
    }

    /** Seldom: a claim that names a live process keeps a region closed. */
    private void claim(long line) {
        long pid = random.nextInt(3) == 0 ? ProcessHandle.current().pid() : value();
        long version = random.nextInt(4) == 0 ? value() : LinkHeader.VERSION_MAX;
        long flags = random.nextInt(4) == 0 ? value() : RegionLayout.FLAG_REPLACE;
        long start = random.nextBoolean() ? 0 : value();
        long nonce = random.nextInt(4) == 0 ? 0 : random.nextLong();
        long check = random.nextInt(4) == 0 ? value() : RegionLayout.claimCheck(nonce, pid, version, flags, start);
        own.store(line + RegionLayout.PID, pid);
        own.store(line + RegionLayout.VERSION, version);
        own.store(line + RegionLayout.FLAGS, flags);
        own.store(line + RegionLayout.START_TIME, start);
        own.store(line + RegionLayout.CHECK, check);
        own.storeFence();
        own.store(line, nonce);
    }

    private void preempt(RegionLayout region, int core) {
        own.store(region.agentPreemption(core), value());
        own.storeFence();
        own.store(region.agentSummary(), value());
    }

    private void readLine(QueueLayout queue) {
        own.store(queue.readLine(), value());
        own.store(queue.readLine() + WORD, epoch());
    }

    /** What an agent would publish next, with nothing, one thing or everything wrong. */
    private void decision(RegionLayout region, int core) {
        QueueLayout queue = region.decisions(core);
        long position = host.load(queue.readLine()) + random.nextInt(queue.slots());
        long slot = queue.slot(position);
        long message = region.messages(random.nextInt(geometry.cores() + 1)).slot(random.nextLong(queue.slots()));
        long[] words = {
            position + 1,
            1 | (long) core << 16 | epoch() << 32,
            host.load(message + 16),
            host.load(message + 24),
            random.nextLong(),
            random.nextLong(),
            0,
            0
        };
        int wrong = random.nextInt(12);
        if (wrong < words.length) {
            words[wrong] = random.nextBoolean() ? value() : words[wrong] ^ 1L << random.nextInt(64);
        }
        for (int word = 1; word < words.length; word++) {
            own.store(slot + word * WORD, words[word]);
        }
        own.storeFence();
        own.store(slot, words[0]);
    }
}
