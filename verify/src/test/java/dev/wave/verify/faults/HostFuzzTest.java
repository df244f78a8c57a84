package dev.wave.verify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.host.Counters;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The host under an agent that writes anything: it counts, refuses and keeps the bytes; every request is answered; a second enclave of the same process never
 * notices; and a good agent takes over afterwards.
 */
class HostFuzzTest {
    private static final long SEED = Long.getLong("wave.seed", 1);
    private static final long SECONDS = Long.getLong("wave.fuzz.seconds", 30);
    private static final int CORES = 2;
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private final RandomGenerator random = RANDOM.create(SEED);
    private final Clock clock = Clock.system();
    private long written;

    private static EnclaveOptions options(String name) {
        return EnclaveOptions.named(name + ProcessHandle.current().pid()).withCores(CORES);
    }

    /** Sends until the time is over; the sender, like everybody here, is one of a few on a small machine. */
    private final class Load implements Runnable {
        private final Ledger ledger = new Ledger(1_000_000, clock);
        private final Requests requests;
        private volatile boolean stopping;

        Load(ThreadEnclave enclave) {
            requests = new Requests(ledger, enclave.threadFactory());
            Thread.ofPlatform().daemon().start(this);
        }

        @Override
        public void run() {
            while (!stopping && !ledger.full()) {
                if (ledger.unanswered() < 64) {
                    requests.start(ledger.send());
                }
                java.util.concurrent.locks.LockSupport.parkNanos(300_000);
            }
        }

        void finish() throws InterruptedException {
            stopping = true;
            long patience = clock.nanos() + 60_000_000_000L;
            while (ledger.unanswered() > 0 && clock.nanos() < patience) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertEquals(0, ledger.unanswered(), "lost");
            assertTrue(requests.finish());
            assertEquals(0, ledger.faults());
        }
    }

    /** Scribbles in bursts, and asks to be in charge again and again. */
    private void scribble(ShmLink link) {
        Geometry geometry = Geometry.load(link.toNic());
        Scribbler scribbler = new Scribbler(link, geometry, RANDOM.create(random.nextLong()));
        AgentSeat seat = new AgentSeat(link, true, RANDOM.create(random.nextLong()));
        long end = clock.nanos() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (clock.nanos() < end) {
            AgentSeat.Standing standing = seat.look();
            if (standing == AgentSeat.Standing.IN_CHARGE) {
                seat.accept();
            } else if (standing == AgentSeat.Standing.OVER) {
                seat = new AgentSeat(link, true, RANDOM.create(random.nextLong()));
            }
            for (int i = random.nextInt(400); i > 0; i--) {
                scribbler.write();
                written++;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(random.nextLong(50_000));
        }
        // This process lives on; what it claimed would stay closed for a while.
        for (int number = 0; number < geometry.regions(); number++) {
            link.toHost().store(new RegionLayout(geometry, number).agentClaim(), 0);
        }
    }

    @Test
    @Timeout(180)
    void garbageIsRefusedAndCountedAndNobodyElseNotices() throws Exception {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
        try (LogTap log = LogTap.open();
                ThreadEnclave fuzzed = ThreadEnclave.open(options("fuzzed-"));
                // Its agent may lack a CPU for long on a machine where everybody spins; that is not what is tested.
                ThreadEnclave bystander =
                        ThreadEnclave.open(options("bystander-").withSilenceMillis(20_000))) {
            bystander.startAgent(Fifo::new, AgentOptions.DEFAULT, IdleStrategy.SPIN_THEN_SLEEP);
            Load load = new Load(fuzzed);
            Load quiet = new Load(bystander);
            scribble(ShmLink.open(fuzzed.uri().substring("shm:".length())));
            long epoch = goodAgentTakesOver(fuzzed);
            load.finish();
            quiet.finish();
            Map<String, Long> counted = counted(fuzzed);
            report(load, quiet, counted);
            checkBystander(bystander);
            assertTrue(epoch > 1, "garbage took and lost charge");
            assertTrue(
                    counted.get("MALFORMED") > 0 && counted.get("corrupt") > 0 && counted.get("claims refused") > 0,
                    counted.toString());
            assertTrue(errorsWithBytes(fuzzed) > 0, "the error log keeps the bytes");
            assertEquals(counted.get("dispatches"), counted.get("COMMITTED") + counted.get("fallback runs"));
            assertTrue(
                    log.lines().stream().noneMatch(line -> line.contains("failed")),
                    log.lines().toString());
            assertEquals(null, uncaught.get());
        } catch (AssertionError | Exception e) {
            throw new AssertionError(
                    "seed " + SEED + "; to replay: ./wave test -pl verify -am -Dtest=HostFuzzTest -Dwave.seed=" + SEED
                            + ": " + e.getMessage(),
                    e);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private static void checkBystander(ThreadEnclave bystander) {
        assertEquals(1, bystander.watchdogCounters().get(Counters.EPOCHS), "the second enclave kept its agent");
        assertEquals(0, refused(bystander), "the second enclave refused nothing");
    }

    private long goodAgentTakesOver(ThreadEnclave enclave) throws InterruptedException {
        long patience = clock.nanos() + 60_000_000_000L;
        long committed = sum(enclave, Outcome.COMMITTED.code() - 1);
        enclave.startAgent(Fifo::new, AgentOptions.DEFAULT.replacing(), IdleStrategy.SPIN_THEN_SLEEP);
        while (sum(enclave, Outcome.COMMITTED.code() - 1) < committed + 500) {
            assertTrue(clock.nanos() < patience, "no good agent decides afterwards; epoch " + enclave.epoch());
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return enclave.watchdogCounters().get(Counters.EPOCHS);
    }

    private static long sum(ThreadEnclave enclave, int word) {
        long sum = 0;
        for (int core = 0; core < CORES; core++) {
            sum += enclave.counters(core).get(word);
        }
        return sum;
    }

    private static long refused(ThreadEnclave enclave) {
        return sum(enclave, Outcome.MALFORMED.code() - 1)
                + sum(enclave, Outcome.OLD_EPOCH.code() - 1)
                + sum(enclave, Outcome.WRONG_CORE.code() - 1)
                + sum(enclave, Counters.CORRUPT);
    }

    private static Map<String, Long> counted(ThreadEnclave enclave) {
        Map<String, Long> counted = new TreeMap<>();
        for (Outcome outcome : Outcome.values()) {
            counted.put(outcome.name(), sum(enclave, Counters.of(outcome)));
        }
        counted.put("corrupt", sum(enclave, Counters.CORRUPT));
        counted.put("dispatches", sum(enclave, Counters.DISPATCHES));
        counted.put("fallback runs", sum(enclave, Counters.FALLBACK_RUNS));
        counted.put("epochs", enclave.watchdogCounters().get(Counters.EPOCHS));
        counted.put("claims refused", enclave.watchdogCounters().get(Counters.CLAIMS_REFUSED));
        counted.put("ended as nonsense", enclave.watchdogCounters().get(Counters.ENDED_NONSENSE));
        return counted;
    }

    private static int errorsWithBytes(ThreadEnclave enclave) {
        ShmLink link = ShmLink.open(enclave.uri().substring("shm:".length()));
        long log = RegionLayout.hostErrors(Geometry.load(link.toNic()));
        int found = 0;
        for (int entry = 0; entry < RegionLayout.ERROR_ENTRIES; entry++) {
            long at = log + entry * RegionLayout.ERROR_BYTES;
            boolean bytes = false;
            for (int word = 8; word < 16; word++) {
                bytes |= link.toNic().load(at + word * 8L) != 0;
            }
            found += bytes && link.toNic().load(at + 8) != 0 ? 1 : 0;
        }
        return found;
    }

    /** For the log: nothing here is asserted. */
    private void report(Load load, Load quiet, Map<String, Long> counted) {
        System.out.println("host fuzz: " + written + " writes in " + SECONDS + " s (" + written / SECONDS + "/s); "
                + counted + "; requests "
                + load.ledger.sent() + ", slowest " + load.ledger.slowestMillis() + " ms; second enclave "
                + quiet.ledger.sent()
                + ", slowest " + quiet.ledger.slowestMillis() + " ms");
    }
}
