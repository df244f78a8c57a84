package dev.wave.cli.demo.store;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The filled database, opened for reading, all of it in memory. */
public final class Store implements AutoCloseable {
    private static final long CACHE_BYTES = 1L << 30;

    static {
        RocksDB.loadLibrary();
    }

    private final LRUCache cache;
    private final Options options;
    private final RocksDB database;

    private Store(LRUCache cache, Options options, RocksDB database) {
        this.cache = cache;
        this.options = options;
        this.database = database;
    }

    /** Opens the database and reads it once from end to end, so that no request waits for a disk. */
    public static Store open(Path folder) throws RocksDBException {
        LRUCache cache = cache(CACHE_BYTES);
        Options options = options(cache);
        Store store = new Store(cache, options, RocksDB.openReadOnly(options, folder.toString()));
        store.readAll();
        return store;
    }

    /** A cache of that many bytes. */
    static LRUCache cache(long bytes) {
        return new LRUCache(bytes);
    }

    static Options options(LRUCache cache) {
        BlockBasedTableConfig table = new BlockBasedTableConfig().setBlockCache(cache);
        return new Options()
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(table);
    }

    private void readAll() {
        try (RocksIterator iterator = database.newIterator()) {
            iterator.seekToFirst();
            while (iterator.isValid()) {
                iterator.next();
            }
        }
    }

    public RocksDB database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        options.close();
        cache.close();
    }
}
