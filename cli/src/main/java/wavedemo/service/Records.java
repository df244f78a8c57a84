package wavedemo.service;

import java.nio.ByteBuffer;

/** What is stored: 16-byte keys in numeric order, and 100-byte values that can be told from their key. */
public final class Records {
    public static final int KEY_BYTES = 16;
    public static final int VALUE_BYTES = 100;

    private Records() {}

    /** The key of record {@code index}, as stored. */
    public static byte[] key(long index) {
        return ByteBuffer.allocate(KEY_BYTES)
                .putLong(0x6b65792d6b65792dL)
                .putLong(index)
                .array();
    }

    /** The value of record {@code index}, as stored. */
    public static byte[] value(long index) {
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES).putLong(digest(index));
        for (long word = index; value.remaining() >= Long.BYTES; word++) {
            value.putLong(word * 0x9E3779B97F4A7C15L);
        }
        return value.array();
    }

    /** The first eight bytes of a value. */
    public static long digest(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    /** The first eight bytes that the value of record {@code index} must have. */
    public static long digest(long index) {
        long mixed = (index + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 31;
    }
}
