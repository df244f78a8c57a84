package wavedemo.service;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The service of the demo, written as anybody would write it: it knows nothing of Wave. It stands outside {@code dev.wave} so that
 * it is treated as a user's code is.
 */
public final class KeyValueService implements AutoCloseable {
    private final RocksDB database;
    private final ReadOptions options = new ReadOptions();

    public KeyValueService(RocksDB database) {
        this.database = database;
    }

    /** Reads one value; answers its first eight bytes, 0 if there is no such key. */
    public long get(long key) throws RocksDBException {
        byte[] value = new byte[Records.VALUE_BYTES];
        int length = database.get(options, Records.key(key), value);
        return length == RocksDB.NOT_FOUND ? 0 : Records.digest(value);
    }

    /** Reads that many entries in key order; answers how many there were. */
    public long scan(long firstKey, long entries) {
        byte[] value = new byte[Records.VALUE_BYTES];
        long read = 0;
        try (RocksIterator iterator = database.newIterator(options)) {
            for (iterator.seek(Records.key(firstKey)); read < entries && iterator.isValid(); iterator.next()) {
                iterator.value(value);
                read++;
            }
        }
        return read;
    }

    /** The database stays open; it belongs to whoever opened it. */
    @Override
    public void close() {
        options.close();
    }
}
