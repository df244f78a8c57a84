package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.load.Traffic;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.process.ParentWatch;
import dev.wave.cli.demo.store.Store;
import dev.wave.core.Clock;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import wavedemo.service.KeyValueService;

/**
 * Finds out, in a JVM of its own, what one worker core can do at most: plain code in one thread, one request after the other, no queue and
 * no scheduler. Loads are given as shares of this.
 *
 * <p>Says {@code capacity scan-entries=N get-nanos=N scan-nanos=N per-second=N}.
 */
public final class CapacityProcess {
    private static final int TRIAL_ENTRIES = 10_000;
    private static final int DRAWN = 200_000;

    private final KeyValueService service;
    private final Settings settings;
    private final ParentWatch parent;
    private final Clock clock;
    private long getNanos;
    private long gets;
    private long scanNanos;
    private long scans;

    private CapacityProcess(KeyValueService service, Settings settings, ParentWatch parent, Clock clock) {
        this.service = service;
        this.settings = settings;
        this.parent = parent;
        this.clock = clock;
    }

    public static void main(String[] arguments) throws Exception {
        CallingThread.leaveTerminalGroup();
        Settings settings = Settings.parse(arguments);
        ParentWatch parent = new ParentWatch(System.in);
        try (Store store = Store.open(Path.of(settings.text("database")));
                KeyValueService service = new KeyValueService(store.database())) {
            new CapacityProcess(service, settings, parent, Clock.system()).measure();
        }
    }

    private void measure() throws RocksDBException {
        run(traffic(TRIAL_ENTRIES), settings.number("warm-up-nanos"));
        int entries = (int) (settings.number("scan-target-nanos") * TRIAL_ENTRIES / (scanNanos / scans));
        forget();
        run(traffic(entries), settings.number("nanos"));
        // The mix's mean time, not the count of this run: the share of scans drawn in a few seconds scatters.
        double share = settings.real("scan-share");
        double mean = (1 - share) * getNanos / gets + share * scanNanos / scans;
        System.out.println("capacity scan-entries=" + entries + " get-nanos=" + getNanos / gets + " scan-nanos="
                + scanNanos / scans + " per-second=" + (long) (1e9 / mean));
    }

    private Traffic traffic(int entries) {
        Traffic.Mix mix = new Traffic.Mix(settings.integer("keys"), settings.real("scan-share"), entries);
        return Traffic.closed(mix, DRAWN, settings.number("seed"));
    }

    private void forget() {
        getNanos = 0;
        gets = 0;
        scanNanos = 0;
        scans = 0;
    }

    private void run(Traffic traffic, long nanos) throws RocksDBException {
        long end = clock.nanos() + nanos;
        long now = clock.nanos();
        for (int i = 0; now < end && !parent.over(); i++) {
            int index = i % traffic.size();
            long before = now;
            carryOut(traffic, index);
            now = clock.nanos();
            account(traffic.scan(index), now - before);
        }
    }

    private void carryOut(Traffic traffic, int index) throws RocksDBException {
        if (traffic.scan(index)) {
            service.scan(traffic.key(index), traffic.entries(index));
        } else {
            service.get(traffic.key(index));
        }
    }

    private void account(boolean scan, long nanos) {
        if (scan) {
            scanNanos += nanos;
            scans++;
        } else {
            getNanos += nanos;
            gets++;
        }
    }
}
