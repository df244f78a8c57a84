package dev.wave.verify.bench.polls.kernels;

import java.util.Arrays;

/** Loops whose way depends on their data. */
public final class BranchyKernels {
    private BranchyKernels() {}

    static final class Unpredictable implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            int[] a = Inputs.NUMBERS;
            for (int i = 0; i < a.length; i++) {
                if (a[i] > 1000) {
                    sum += a[i];
                } else if ((a[i] & 3) == 0) {
                    sum ^= i;
                } else {
                    sum -= 3;
                }
            }
            return sum;
        }
    }

    static final class BubbleSort implements Kernel {
        @Override
        public long run() {
            int[] a = Arrays.copyOf(Inputs.NUMBERS, 200);
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length - 1 - i; j++) {
                    if (a[j] > a[j + 1]) {
                        int swapped = a[j];
                        a[j] = a[j + 1];
                        a[j + 1] = swapped;
                    }
                }
            }
            return a[3];
        }
    }

    static final class Collatz implements Kernel {
        @Override
        public long run() {
            long steps = 0;
            for (int i = 1; i < 200; i++) {
                long x = i;
                while (x != 1) {
                    x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
                    steps++;
                }
            }
            return steps;
        }
    }

    static final class FindLineFeeds implements Kernel {
        @Override
        public long run() {
            int lines = 0;
            byte[] text = Inputs.TEXT_BYTES;
            int i = 0;
            while (i < text.length) {
                while (i < text.length && text[i] != '\n') {
                    i++;
                }
                lines++;
                i++;
            }
            return lines;
        }
    }

    static final class BinarySearch implements Kernel {
        private final int[] sorted = Inputs.SORTED;

        @Override
        public long run() {
            long sum = 0;
            for (int k = 0; k < 2000; k++) {
                int key = Inputs.NUMBERS[k];
                int low = 0;
                int high = sorted.length - 1;
                while (low <= high) {
                    int middle = (low + high) >>> 1;
                    if (sorted[middle] < key) {
                        low = middle + 1;
                    } else if (sorted[middle] > key) {
                        high = middle - 1;
                    } else {
                        break;
                    }
                }
                sum += low;
            }
            return sum;
        }
    }

    static final class Sieve implements Kernel {
        @Override
        public long run() {
            boolean[] composite = new boolean[8192];
            int primes = 0;
            for (int i = 2; i < composite.length; i++) {
                if (!composite[i]) {
                    primes++;
                    for (int j = i * 2; j < composite.length; j += i) {
                        composite[j] = true;
                    }
                }
            }
            return primes;
        }
    }

    static final class CompareKeys implements Kernel {
        private static int compare(byte[] a, byte[] b) {
            int n = Math.min(a.length, b.length);
            for (int i = 0; i < n; i++) {
                int difference = (a[i] & 255) - (b[i] & 255);
                if (difference != 0) {
                    return difference;
                }
            }
            return a.length - b.length;
        }

        @Override
        public long run() {
            long greater = 0;
            for (int i = 0; i < 255; i++) {
                greater += compare(Inputs.KEYS[i], Inputs.KEYS[i + 1]) > 0 ? 1 : 0;
            }
            return greater;
        }
    }
}
