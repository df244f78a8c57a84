package dev.wave.cli.demo.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import wavedemo.service.Records;

/**
 * Makes the database once. It is written under a private name and renamed when complete, so a folder of the right name is a whole
 * database: two demos at a time, or one that was interrupted, do no harm.
 */
public final class StoreFiller {
    /** Part of the folder's name: another number whenever what is stored changes. */
    private static final String FORMAT = "records-1";

    private static final int BATCH = 1000;
    private static final int PROGRESS_EVERY = 50_000;

    private final Path folder;
    private final int keys;

    public StoreFiller(Path cacheFolder, int keys) {
        this.keys = keys;
        this.folder = cacheFolder.resolve(FORMAT + "-" + keys);
    }

    /** Where the database is, or will be. */
    public Path folder() {
        return folder;
    }

    public boolean complete() {
        return Files.isDirectory(folder);
    }

    /** Fills it anew. @param progress told the number of keys written so far */
    public void fill(IntConsumer progress) throws RocksDBException {
        Path fresh = folder.resolveSibling(
                folder.getFileName() + ".partial-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(folder.getParent());
            removePartial();
            delete(fresh);
            write(fresh, progress);
            delete(folder);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path where, IntConsumer progress) throws RocksDBException {
        try (LRUCache cache = Store.cache(1 << 20);
                Options options = Store.options(cache);
                RocksDB database = RocksDB.open(options, where.toString());
                WriteOptions fast = new WriteOptions().setDisableWAL(true);
                FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            for (int key = 0; key < keys; key += BATCH) {
                writeBatch(database, fast, key);
                if (key % PROGRESS_EVERY == 0) {
                    progress.accept(key);
                }
            }
            database.flush(flush);
            database.compactRange();
        }
    }

    private void writeBatch(RocksDB database, WriteOptions fast, int from) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (int key = from; key < Math.min(keys, from + BATCH); key++) {
                batch.put(Records.key(key), Records.value(key));
            }
            database.write(fast, batch);
        }
    }

    /** What a demo that was killed while filling left behind. */
    private void removePartial() throws IOException {
        try (Stream<Path> others = Files.list(folder.getParent())) {
            for (Path other : others.filter(this::abandoned).toList()) {
                delete(other);
            }
        }
    }

    private boolean abandoned(Path other) {
        String name = other.getFileName().toString();
        int mark = name.lastIndexOf(".partial-");
        return mark > 0
                && ProcessHandle.of(Long.parseLong(name.substring(mark + ".partial-".length())))
                        .isEmpty();
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        }
    }
}
