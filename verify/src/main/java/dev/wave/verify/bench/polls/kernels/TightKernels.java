package dev.wave.verify.bench.polls.kernels;

/** Loops of a few instructions that are not turned into vector instructions. */
public final class TightKernels {
    private TightKernels() {}

    static final class HashBytes implements Kernel {
        @Override
        public long run() {
            int h = 0;
            for (byte b : Inputs.TEXT_BYTES) {
                h = 31 * h + b;
            }
            return h;
        }
    }

    static final class DotProduct implements Kernel {
        @Override
        public long run() {
            double sum = 0;
            double[] x = Inputs.FRACTIONS;
            double[] y = Inputs.SCRATCH_FRACTIONS;
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * y[i];
            }
            return (long) sum;
        }
    }

    static final class GeneratorLongCounter implements Kernel {
        @Override
        public long run() {
            long x = 1;
            for (long i = 0; i < 20000; i++) {
                x = x * 6364136223846793005L + 1442695040888963407L;
                x ^= x >>> 17;
            }
            return x;
        }
    }

    static final class GeneratorIntCounter implements Kernel {
        @Override
        public long run() {
            long x = 1;
            for (int i = 0; i < 20000; i++) {
                x = x * 6364136223846793005L + 1442695040888963407L;
                x ^= x >>> 17;
            }
            return x;
        }
    }

    static final class LongCounter implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (long i = 0; i < 20000; i++) {
                sum += i ^ (i << 3);
            }
            return sum;
        }
    }

    static final class Chase implements Kernel {
        @Override
        public long run() {
            int place = 0;
            for (int i = 0; i < 20000; i++) {
                place = Inputs.NEXT[place];
            }
            return place;
        }
    }

    static final class LinkedNodes implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (Inputs.Node node = Inputs.FIRST; node != null; node = node.next()) {
                sum += node.value();
            }
            return sum;
        }
    }

    static final class MultiplyMatrices implements Kernel {
        private final float[][] a = Inputs.MATRICES[0];
        private final float[][] b = Inputs.MATRICES[1];
        private final float[][] product = Inputs.MATRICES[2];

        @Override
        public long run() {
            int n = a.length;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = 0;
                    for (int k = 0; k < n; k++) {
                        sum += a[i][k] * b[k][j];
                    }
                    product[i][j] = sum;
                }
            }
            return (long) product[3][3];
        }
    }

    static final class InnerLoopOfFour implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (int i = 0; i < 4000; i++) {
                for (int j = 0; j < 4; j++) {
                    sum += Inputs.NUMBERS[(i + j) & (Inputs.LENGTH - 1)];
                }
            }
            return sum;
        }
    }

    static final class CharsOfString implements Kernel {
        @Override
        public long run() {
            int h = 0;
            String text = Inputs.TEXT;
            for (int i = 0; i < text.length(); i++) {
                h = h * 31 + text.charAt(i);
            }
            return h;
        }
    }
}
