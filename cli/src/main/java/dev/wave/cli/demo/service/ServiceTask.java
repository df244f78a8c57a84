package dev.wave.cli.demo.service;

import dev.wave.cli.demo.wire.RequestLayout;
import dev.wave.cli.demo.wire.ResponseLayout;
import dev.wave.core.Clock;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import org.rocksdb.RocksDBException;
import wavedemo.service.KeyValueService;

/** One request on the host: what is handed to the executor, carried out, and answered. */
final class ServiceTask implements Runnable {
    /** What every task of a process works with. */
    record Surroundings(KeyValueService service, ResponseSender responses, Clock clock) {}

    private static final long FAILED = -1;

    /** The next one in {@link ResponseSender}'s list. */
    ServiceTask next;

    private final Surroundings surroundings;
    private final long id;
    private final long kind;
    private final long key;
    private final long entries;
    private final long taken;
    private long began;
    private long ended;
    private long result;

    ServiceTask(Surroundings surroundings, SlotReader request) {
        this.surroundings = surroundings;
        this.id = RequestLayout.id(request);
        this.kind = RequestLayout.kind(request);
        this.key = RequestLayout.key(request);
        this.entries = RequestLayout.entries(request);
        this.taken = surroundings.clock().nanos();
    }

    boolean scan() {
        return kind == RequestLayout.SCAN;
    }

    @Override
    public void run() {
        began = surroundings.clock().nanos();
        result = carryOut();
        ended = surroundings.clock().nanos();
        surroundings.responses().send(this);
    }

    private long carryOut() {
        try {
            KeyValueService service = surroundings.service();
            return scan() ? service.scan(key, entries) : service.get(key);
        } catch (RocksDBException e) {
            // The answer is wrong, and the other side counts it as such.
            return FAILED;
        }
    }

    void writeResponse(SlotWriter queue) {
        ResponseLayout.put(queue, id, result, taken, began, ended);
        queue.publish();
    }
}
