package dev.wave.verify.bench.polls.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the kernels work on: the same arrays for kernels with and without polls, so that no layout favours one. */
public final class Inputs {
    /** The length of the arrays of numbers. */
    public static final int LENGTH = 1 << 14;

    /** The number of elements of lists and maps. */
    public static final int ELEMENTS = 4096;

    private static final Random RANDOM = new Random(1);

    /** Any numbers, half of them negative. */
    public static final int[] NUMBERS = RANDOM.ints(LENGTH).toArray();

    /** Written by kernels. */
    public static final int[] SCRATCH = new int[LENGTH];

    /** Numbers between 0 and 1. */
    public static final double[] FRACTIONS = RANDOM.doubles(LENGTH).toArray();

    /** Written by kernels. */
    public static final double[] SCRATCH_FRACTIONS = new double[LENGTH];

    /** Small letters; at every 97th place a line feed. */
    public static final byte[] TEXT_BYTES = textBytes();

    /** Small letters. */
    public static final String TEXT = new String(TEXT_BYTES, 0, ELEMENTS, java.nio.charset.StandardCharsets.US_ASCII);

    /** One cycle through all places, in random order: {@code NEXT[place]} is the next place. */
    public static final int[] NEXT = cycle();

    /** A square of numbers. */
    public static final int[][] SQUARE = square();

    /** The numbers from 0 on, boxed. */
    public static final List<Integer> LIST = list();

    /** The numbers from 0 on, each under itself. */
    public static final Map<Integer, Integer> MAP = map();

    /** Random keys of 16 bytes. */
    public static final byte[][] KEYS = keys();

    /** Sorted numbers. */
    public static final int[] SORTED = sorted();

    /** Written by kernels. */
    public static final byte[] SCRATCH_BYTES = new byte[LENGTH];

    /** The rows of two matrices and of their product. */
    public static final float[][][] MATRICES = new float[3][48][48];

    /** A linked list. */
    public static final Node FIRST = nodes();

    /** A full binary tree of 4095 nodes. */
    public static final Tree ROOT = new Tree(11);

    private Inputs() {}

    /** A node of a linked list. */
    public record Node(Node next, long value) {}

    /** A node of a binary tree; its fields are read directly. */
    public static final class Tree {
        /** Null in a leaf. */
        public final Tree left;

        /** Null in a leaf. */
        public final Tree right;

        /** The height. */
        public final int value;

        private Tree(int height) {
            value = height;
            left = height > 0 ? new Tree(height - 1) : null;
            right = height > 0 ? new Tree(height - 1) : null;
        }
    }

    private static Node nodes() {
        Node first = null;
        for (int i = 0; i < ELEMENTS; i++) {
            first = new Node(first, i);
        }
        return first;
    }

    private static int[] sorted() {
        int[] sorted = NUMBERS.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static byte[] textBytes() {
        byte[] text = new byte[LENGTH];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (i % 97 == 0 ? '\n' : 'a' + RANDOM.nextInt(26));
        }
        return text;
    }

    private static int[] cycle() {
        Integer[] places = new Integer[LENGTH];
        Arrays.setAll(places, i -> i);
        Collections.shuffle(Arrays.asList(places), RANDOM);
        int[] next = new int[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            next[places[i]] = places[(i + 1) % LENGTH];
        }
        return next;
    }

    private static int[][] square() {
        int[][] square = new int[128][];
        Arrays.setAll(square, i -> RANDOM.ints(128).toArray());
        return square;
    }

    private static List<Integer> list() {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            list.add(i);
        }
        return list;
    }

    private static Map<Integer, Integer> map() {
        Map<Integer, Integer> map = new HashMap<>();
        for (int i = 0; i < ELEMENTS; i++) {
            map.put(i, i);
        }
        return map;
    }

    private static byte[][] keys() {
        byte[][] keys = new byte[256][16];
        for (byte[] key : keys) {
            RANDOM.nextBytes(key);
        }
        return keys;
    }
}
