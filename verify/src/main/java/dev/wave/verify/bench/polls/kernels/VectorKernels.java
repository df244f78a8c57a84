package dev.wave.verify.bench.polls.kernels;

/** Loops that the JIT compiler turns into vector instructions: a poll per iteration would cost them most. */
public final class VectorKernels {
    private VectorKernels() {}

    static final class AddIndex implements Kernel {
        @Override
        public long run() {
            int[] a = Inputs.SCRATCH;
            int n = 8192;
            for (int i = 0; i < n; i++) {
                a[i] += i;
            }
            return a[7];
        }
    }

    static final class Axpy implements Kernel {
        @Override
        public long run() {
            double[] x = Inputs.FRACTIONS;
            double[] y = Inputs.SCRATCH_FRACTIONS;
            for (int i = 0; i < x.length; i++) {
                y[i] += 1.5 * x[i];
            }
            return (long) y[5];
        }
    }

    static final class FillBytes implements Kernel {
        private final byte[] bytes = Inputs.SCRATCH_BYTES;

        @Override
        public long run() {
            byte[] b = bytes;
            for (int i = 0; i < b.length; i++) {
                b[i] = (byte) (i ^ 3);
            }
            return b[9];
        }
    }

    static final class IntSum implements Kernel {
        @Override
        public long run() {
            int sum = 0;
            int[] a = Inputs.NUMBERS;
            for (int i = 0; i < a.length; i++) {
                sum += a[i];
            }
            return sum;
        }
    }

    static final class IntSumForEach implements Kernel {
        @Override
        public long run() {
            int sum = 0;
            for (int x : Inputs.NUMBERS) {
                sum += x;
            }
            return sum;
        }
    }

    static final class LongSum implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (int x : Inputs.NUMBERS) {
                sum += x;
            }
            return sum;
        }
    }

    static final class LongSumOfField implements Kernel {
        private final int[] numbers = Inputs.NUMBERS;

        @Override
        public long run() {
            long sum = 0;
            for (int i = 0; i < numbers.length; i++) {
                sum += numbers[i];
            }
            return sum;
        }
    }

    static final class ScaleField implements Kernel {
        private final double[] numbers = Inputs.SCRATCH_FRACTIONS;

        @Override
        public long run() {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = numbers[i] * 1.0001;
            }
            return (long) numbers[3];
        }
    }

    static final class CountDown implements Kernel {
        @Override
        public long run() {
            int sum = 0;
            int[] a = Inputs.NUMBERS;
            for (int i = a.length - 1; i >= 0; i--) {
                sum += a[i];
            }
            return sum;
        }
    }

    static final class SmallCalls implements Kernel {
        private static int f(int x) {
            return g(x) + 1;
        }

        private static int g(int x) {
            return (x * 3) ^ (x >> 2);
        }

        @Override
        public long run() {
            long sum = 0;
            int[] a = Inputs.NUMBERS;
            for (int i = 0; i < a.length; i++) {
                sum += f(a[i]);
            }
            return sum;
        }
    }

    static final class SquareSum implements Kernel {
        @Override
        public long run() {
            int sum = 0;
            for (int[] row : Inputs.SQUARE) {
                for (int x : row) {
                    sum += x;
                }
            }
            return sum;
        }
    }
}
