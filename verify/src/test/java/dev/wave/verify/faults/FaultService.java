package dev.wave.verify.faults;

import dev.wave.core.Clock;
import dev.wave.core.host.Counters;
import dev.wave.core.protocol.Outcome;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * The process under test: a service whose threads an agent schedules, with a load of its own making. It reads {@code progress} and {@code finish} from standard
 * input and answers by lines of words and numbers.
 */
public final class FaultService {
    private static final int CORES = 2;
    private static final int REQUESTS_MAX = 3_000_000;
    private static final int UNDER_WAY_MAX = 128;
    private static final long BETWEEN_NANOS = 150_000;

    private final ThreadEnclave enclave;
    private final Ledger ledger = new Ledger(REQUESTS_MAX, Clock.system());
    private final Requests requests;
    private volatile boolean finishing;

    private FaultService(String link) {
        enclave = ThreadEnclave.open(EnclaveOptions.named(link).withCores(CORES));
        requests = new Requests(ledger, enclave.threadFactory());
    }

    public static void main(String[] arguments) throws Exception {
        FaultService service = new FaultService(arguments[0]);
        Thread load = Thread.ofPlatform().daemon().start(service::load);
        System.out.println("ready");
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "dump" -> Thread.ofPlatform().daemon().start(() -> dump(Long.parseLong(words[1])));
                case "gc" -> Ballast.collect(Long.parseLong(words[1]));
                case "progress" -> System.out.println("progress " + service.ledger.answers());
                case "finish" -> {
                    service.finishing = true;
                    load.join();
                    service.finish();
                }
                default -> throw new IOException("no command: " + command);
            }
        }
        // The pipe closes with the test, whatever became of it.
        Runtime.getRuntime().halt(0);
    }

    /** Stack traces of all platform threads, carriers among them, one dump after the other. */
    private static void dump(long millis) {
        Clock clock = Clock.system();
        long end = clock.nanos() + millis * 1_000_000;
        long dumps = 0;
        while (clock.nanos() < end) {
            dumps += Thread.getAllStackTraces().isEmpty() ? 0 : 1;
        }
        say("dumps", dumps);
    }

    /** Paced, so that on a small machine agents come to their share; and bounded, so that what is lost shows as a standstill. */
    private void load() {
        while (!finishing && !ledger.full()) {
            if (ledger.unanswered() < UNDER_WAY_MAX) {
                requests.start(ledger.send());
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private void finish() throws InterruptedException {
        for (int i = 0; i < 3_000 && ledger.unanswered() > 0; i++) {
            LockSupport.parkNanos(10_000_000);
        }
        boolean ended = ledger.unanswered() == 0 && requests.finish();
        enclave.close();
        say("workers-ended", ended ? 1 : 0);
        say("sent", ledger.sent());
        say("answered", ledger.answers());
        say("faults", ledger.faults());
        say("slowest-ms", ledger.slowestMillis());
        for (Outcome outcome : Outcome.values()) {
            say(outcome.name(), sum(Counters.of(outcome)));
        }
        say("dispatches", sum(Counters.DISPATCHES));
        say("fallback-runs", sum(Counters.FALLBACK_RUNS));
        say("corrupt", sum(Counters.CORRUPT));
        Counters watchdog = enclave.watchdogCounters();
        say("epochs", watchdog.get(Counters.EPOCHS));
        say("silent", watchdog.get(Counters.ENDED_SILENT));
        say("dead", watchdog.get(Counters.ENDED_DEAD));
        say("nonsense", watchdog.get(Counters.ENDED_NONSENSE));
        say("replaced", watchdog.get(Counters.ENDED_REPLACED));
        say("left", watchdog.get(Counters.ENDED_LEFT));
        say("claims-refused", watchdog.get(Counters.CLAIMS_REFUSED));
        System.out.println("finished");
    }

    private long sum(int word) {
        long sum = 0;
        for (int core = 0; core < CORES; core++) {
            sum += enclave.counters(core).get(word);
        }
        return sum;
    }

    private static void say(String what, long number) {
        System.out.println(what + " " + number);
    }
}
