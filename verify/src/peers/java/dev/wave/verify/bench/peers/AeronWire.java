package dev.wave.verify.bench.peers;

import dev.wave.verify.bench.queue.Wire;
import dev.wave.verify.bench.queue.WirePeer;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.List;
import org.agrona.DirectBuffer;

/** Aeron over shared memory: its driver runs in the second end's process, one thread for all its duties. */
public final class AeronWire implements Wire, FragmentHandler {
    private static final String CHANNEL = "aeron:ipc?term-length=" + AeronWire.TERM_BYTES;
    private static final int TERM_BYTES = 1 << 20;
    private static final int BATCH = 256;
    private static final int PAYLOAD = WORDS * Long.BYTES;
    private static final long DRIVER_TIMEOUT_MILLIS = 10_000;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final ExclusivePublication out;
    private final Subscription in;
    private final BufferClaim claim = new BufferClaim();
    private long sum;

    private AeronWire(MediaDriver driver, String folder, int outStream, int inStream) {
        this.driver = driver;
        this.aeron =
                Aeron.connect(new Aeron.Context().aeronDirectoryName(folder).driverTimeoutMs(DRIVER_TIMEOUT_MILLIS));
        this.out = aeron.addExclusivePublication(CHANNEL, outStream);
        this.in = aeron.addSubscription(CHANNEL, inStream);
        while (!out.isConnected() || !in.isConnected()) {
            Thread.yield();
        }
    }

    /** How it is opened. */
    public static final class Peer implements WirePeer {
        @Override
        public String name() {
            return "Aeron IPC";
        }

        @Override
        public boolean inProcess() {
            return false;
        }

        @Override
        public int roundMessages() {
            return 10_000;
        }

        @Override
        public List<String> jvmFlags() {
            return AgronaFlags.LIST;
        }

        @Override
        public String note() {
            return "1.51.0, exclusive publication, tryClaim, terms of 1 MiB, driver in the receiver's process"
                    + " (ThreadingMode.SHARED), bounds checks off";
        }

        @Override
        public Wire open(End end, String link) {
            String folder = "/dev/shm/wave-" + link;
            if (end == End.FIRST) {
                return new AeronWire(null, folder, 1, 2);
            }
            MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                    .aeronDirectoryName(folder)
                    .threadingMode(ThreadingMode.SHARED)
                    .dirDeleteOnStart(true));
            return new AeronWire(driver, folder, 2, 1);
        }
    }

    @Override
    public void produce(long first, int count) {
        for (long message = first; message < first + count; message++) {
            send(message);
        }
    }

    @Override
    public void send(long message) {
        while (out.tryClaim(PAYLOAD, claim) < 0) {
            Thread.onSpinWait();
        }
        BufferWords.put(claim.buffer(), claim.offset(), message);
        claim.commit();
    }

    @Override
    public long consume(int count) {
        sum = 0;
        int left = count;
        while (left > 0) {
            int read = in.poll(this, Math.min(left, BATCH));
            left -= read;
            if (read == 0) {
                Thread.onSpinWait();
            }
        }
        return sum;
    }

    @Override
    public long receive() {
        return consume(1);
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        sum += BufferWords.sum(buffer, offset);
    }

    /** The first end leaves; the driver stays until it has, or what the first end still reads would go under it. */
    @Override
    public void close() {
        if (driver != null) {
            while (in.isConnected()) {
                Thread.yield();
            }
        }
        aeron.close();
        if (driver != null) {
            driver.close();
        }
    }
}
