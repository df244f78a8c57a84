package dev.wave.verify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.agent.AgentCounters;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.QueueLayout;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.EarliestDeadline;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.RoundRobin;
import dev.wave.threads.policy.Shinjuku;
import dev.wave.threads.policy.ShinjukuMultiQueue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent under a host that writes anything: no step throws or does unbounded work, what cannot be understood is counted. */
class AgentFuzzTest {
    private static final long SEED = Long.getLong("wave.seed", 1);
    private static final long SECONDS = Long.getLong("wave.fuzz.seconds", 30);
    private static final int CORES = 2;
    private static final int STEPS_PER_EPOCH = 2_000;
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");
    private static final List<Supplier<ThreadPolicy>> POLICIES = List.of(
            Fifo::new,
            EarliestDeadline::new,
            () -> new Shinjuku(30_000),
            () -> new RoundRobin(100_000),
            () -> new ShinjukuMultiQueue(30_000, 50_000, 10_000_000));

    private final RandomGenerator random = RANDOM.create(SEED);
    private final Geometry geometry = Geometry.ofCores(CORES);
    private final String name = "agent-fuzz-" + ProcessHandle.current().pid();
    private final ShmLink link =
            ShmLink.create(name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
    private final Window host = link.toNic();
    private long epoch;
    private long[] sent;
    private long[] answered;
    private RegionLayout region;
    private long slots;

    @BeforeEach
    void writeTheHeader() {
        geometry.store(host);
    }

    @AfterEach
    void closeTheLink() {
        link.close();
    }

    /** Grants what was claimed, as a host would; then the region's queues are the fuzzer's. */
    private void grant() {
        for (int number = 0; number < geometry.regions(); number++) {
            RegionLayout candidate = new RegionLayout(geometry, number);
            long nonce = link.toHost().load(candidate.agentClaim());
            if (nonce != 0) {
                region = candidate;
                for (long at = region.hostInterrupt(); at < region.hostEnd(); at += 8) {
                    host.store(at, 0);
                }
                sent = new long[CORES + 1];
                answered = new long[CORES];
                answer(nonce, ++epoch, GrantState.GRANTED, 0);
                return;
            }
        }
        throw new AssertionError("nobody claims");
    }

    private void answer(long nonce, long granted, GrantState state, long reason) {
        host.store(region.hostGrant() + RegionLayout.GRANT_EPOCH, granted);
        host.store(region.hostGrant() + RegionLayout.GRANT_REASON, reason);
        host.store(region.hostGrant() + RegionLayout.GRANT_STATE, state.ordinal());
        host.store(region.hostGrant(), nonce);
        host.store(LinkHeader.EPOCH, granted);
    }

    private long value() {
        return random.nextBoolean() ? random.nextLong() : random.nextLong(-2, 70);
    }

    private void put(QueueLayout queue, long position, long... words) {
        long slot = queue.slot(position);
        for (int word = 0; word < words.length; word++) {
            host.store(slot + 8 + word * 8L, words[word]);
        }
        // Seldom out of order: a queue found corrupt is read no further.
        boolean torn = random.nextInt(20_000) == 0;
        host.store(slot, torn ? value() : position + 1);
        slots++;
    }

    /** A message with a small world of threads, so that states follow each other in every order. */
    private void message() {
        int queue = random.nextInt(CORES + 1);
        if (sent[queue] - link.toHost().load(region.messages(queue).readLine()) >= geometry.messageSlots()) {
            return;
        }
        long head = random.nextLong(11)
                | random.nextLong(7) << 8
                | random.nextLong(4) << 16
                | random.nextLong(3) << 32
                | random.nextLong(3) << 48;
        long target = random.nextLong(20) | random.nextLong(4) << 32;
        long sequence = random.nextInt(10) == 0 ? value() : slots / 10 + random.nextLong(20);
        long[] words = {head, target, sequence, value(), value(), random.nextInt(3) == 0 ? value() : 0, value()};
        if (random.nextInt(20) == 0) {
            words[random.nextInt(words.length)] = value();
        }
        put(region.messages(queue), sent[queue]++, words);
    }

    /** An outcome for the next decision, mostly at the right position, with any code. */
    private void outcome() {
        int core = random.nextInt(CORES);
        QueueLayout decisions = region.decisions(core);
        boolean decided = link.toHost().load(decisions.slot(answered[core])) == answered[core] + 1;
        if (!decided && random.nextInt(100) > 0) {
            return;
        }
        long slot = decisions.slot(answered[core]);
        long position = random.nextInt(5_000) == 0 ? value() : answered[core];
        put(
                region.outcomes(core),
                answered[core]++,
                random.nextInt(50) == 0 ? value() : 1 + random.nextLong(10) | (long) core << 16,
                random.nextInt(10) == 0 ? value() : link.toHost().load(slot + 16),
                random.nextInt(3) == 0 ? value() : link.toHost().load(slot + 24) + random.nextLong(2),
                position,
                value(),
                value(),
                value());
    }

    private void noise() {
        if (random.nextInt(50) == 0) {
            host.store(random.nextLong(region.hostInterrupt(), region.hostEnd()) & -8L, value());
        }
    }

    @Test
    @Timeout(180)
    void noStepThrowsWhateverTheHostWrites() {
        long end = Clock.system().nanos() + TimeUnit.SECONDS.toNanos(SECONDS);
        long epochs = 0;
        long malformed = 0;
        long decisions = 0;
        try {
            while (Clock.system().nanos() < end) {
                ThreadAgent agent = agent();
                long[] counted = abuse(agent);
                malformed += counted[0];
                decisions += counted[1];
                epochs++;
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + SEED + ", epoch " + epoch
                            + "; to replay: ./wave test -pl verify -am -Dtest=AgentFuzzTest -Dwave.seed=" + SEED + ": "
                            + e,
                    e);
        }
        System.out.println("agent fuzz: " + slots + " slots in " + SECONDS + " s (" + slots / SECONDS + "/s), " + epochs
                + " agents, malformed " + malformed + ", decisions " + decisions);
        assertTrue(malformed > 0 && decisions > 0, malformed + " malformed, " + decisions + " decisions");
    }

    private ThreadAgent agent() {
        return new ThreadAgent(
                ShmLink.open(name),
                POLICIES.get(random.nextInt(POLICIES.size())),
                AgentOptions.DEFAULT.withPrestage(random.nextInt(4)),
                Clock.system(),
                RANDOM.create(random.nextLong()));
    }

    private long[] abuse(ThreadAgent agent) {
        agent.step();
        grant();
        agent.step();
        assertTrue(agent.inCharge());
        AgentCounters counters = agent.counters();
        for (int i = 0; i < STEPS_PER_EPOCH; i++) {
            for (int n = random.nextInt(12); n > 0; n--) {
                if (random.nextInt(3) == 0) {
                    outcome();
                } else {
                    message();
                }
            }
            if (i > STEPS_PER_EPOCH / 2) {
                noise();
            }
            int done = agent.step();
            assertTrue(done <= 64 * (CORES + 1) + 64 * CORES + 16 * CORES, "bounded work, not " + done);
        }
        long[] counted = {counters.get(AgentCounters.MALFORMED), counters.get(AgentCounters.DECISIONS)};
        answer(link.toHost().load(region.agentClaim()), epoch, GrantState.REVOKED, random.nextLong(-1, 12));
        agent.step();
        agent.close();
        host.store(region.hostGrant() + RegionLayout.GRANT_STATE, GrantState.FREE.ordinal());
        return counted;
    }

    @Test
    void headerThatPromisesMoreThanThereIsIsRefusedInOneLine() {
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            host.store(
                    LinkHeader.GEOMETRY,
                    random.nextInt(3) == 0
                            ? random.nextLong()
                            : random.nextLong(1, 2_000) | random.nextLong(2, 20) << 16);
            host.store(
                    LinkHeader.SLOTS,
                    1L << random.nextInt(4, 20) | 1L << random.nextInt(34, 44) | 1L << random.nextInt(50, 63));
            try {
                AgentSeat seat = new AgentSeat(link, false, random);
                AgentSeat.Standing standing = seat.look();
                assertEquals(AgentSeat.Standing.CLAIMING, standing);
                seat.leave();
            } catch (LinkException e) {
                refused++;
                assertTrue(
                        e.getMessage().startsWith("the link's header is damaged")
                                && !e.getMessage().contains("\n"),
                        e.getMessage());
            }
        }
        System.out.println("header fuzz: " + refused + " of 100,000 refused");
        assertTrue(refused > 50_000, "refused " + refused);
    }
}
