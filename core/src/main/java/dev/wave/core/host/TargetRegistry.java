package dev.wave.core.host;

import dev.wave.core.protocol.TargetId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * All targets of an enclave by index, and how often each index was given out. Lock-free: targets come and go at the rate of requests.
 *
 * <p>A freed index goes on a stack. It is given out again under the next generation, so a late decision about the old target finds nobody.
 * The head of the stack carries a tag that grows with every change: an index popped and pushed back between another thread's look and its
 * compare-and-set does not fool it.
 */
final class TargetRegistry {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int MAX_CHUNKS = 1 << 12;
    private static final int NONE = -1;

    private final AtomicReferenceArray<Chunk> chunks = new AtomicReferenceArray<>(MAX_CHUNKS);
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicLong freeHead = new AtomicLong(head(0, NONE));

    private static final class Chunk {
        final AtomicReferenceArray<HostTarget> targets = new AtomicReferenceArray<>(CHUNK);
        final AtomicIntegerArray generations = new AtomicIntegerArray(CHUNK);
        final AtomicIntegerArray nextFree = new AtomicIntegerArray(CHUNK);
    }

    private static long head(long tag, int index) {
        return tag << 32 | index & 0xffffffffL;
    }

    /** Gives the target an index and a generation. */
    void register(HostTarget target) {
        int index = popFree();
        if (index == NONE) {
            index = used.getAndIncrement();
            if (index >>> CHUNK_BITS >= MAX_CHUNKS) {
                throw new IllegalStateException("an enclave holds at most " + MAX_CHUNKS * CHUNK + " targets at once");
            }
        }
        Chunk chunk = chunk(index);
        target.place(index, chunk.generations.incrementAndGet(index & CHUNK - 1));
        chunk.targets.set(index & CHUNK - 1, target);
    }

    private Chunk chunk(int index) {
        Chunk chunk = chunks.get(index >>> CHUNK_BITS);
        if (chunk == null) {
            chunks.compareAndSet(index >>> CHUNK_BITS, null, new Chunk());
            chunk = chunks.get(index >>> CHUNK_BITS);
        }
        return chunk;
    }

    private int popFree() {
        while (true) {
            long head = freeHead.get();
            int index = (int) head;
            if (index == NONE) {
                return NONE;
            }
            int next = chunk(index).nextFree.get(index & CHUNK - 1);
            if (freeHead.compareAndSet(head, head((head >>> 32) + 1, next))) {
                return index;
            }
        }
    }

    /** Gives the index back; a second call for the same target does nothing. */
    void release(HostTarget target) {
        int index = target.index();
        Chunk chunk = chunk(index);
        if (!chunk.targets.compareAndSet(index & CHUNK - 1, target, null)) {
            return;
        }
        while (true) {
            long head = freeHead.get();
            chunk.nextFree.set(index & CHUNK - 1, (int) head);
            if (freeHead.compareAndSet(head, head((head >>> 32) + 1, index))) {
                return;
            }
        }
    }

    /** The target of that name, or null: the index was never given out, or the generation is another one. */
    HostTarget find(long id) {
        int index = TargetId.index(id);
        if (index < 0 || index >>> CHUNK_BITS >= MAX_CHUNKS) {
            return null;
        }
        Chunk chunk = chunks.get(index >>> CHUNK_BITS);
        HostTarget target = chunk == null ? null : chunk.targets.get(index & CHUNK - 1);
        return target != null && target.id() == id ? target : null;
    }

    void forEach(Consumer<HostTarget> action) {
        int end = Math.min(used.get(), MAX_CHUNKS * CHUNK);
        for (int i = 0; i < end; i++) {
            Chunk chunk = chunks.get(i >>> CHUNK_BITS);
            HostTarget target = chunk == null ? null : chunk.targets.get(i & CHUNK - 1);
            if (target != null) {
                action.accept(target);
            }
        }
    }
}
