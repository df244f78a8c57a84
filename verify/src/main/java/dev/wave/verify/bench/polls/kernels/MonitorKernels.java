package dev.wave.verify.bench.polls.kernels;

/** Loops that take a monitor in each iteration, which nobody else wants. */
public final class MonitorKernels {
    private MonitorKernels() {}

    static final class Block implements Kernel {
        private int x;

        @Override
        public long run() {
            for (int i = 0; i < 2000; i++) {
                synchronized (this) {
                    x++;
                }
            }
            return x;
        }
    }

    static final class Method implements Kernel {
        private int x;

        private synchronized void increment() {
            x++;
        }

        @Override
        public long run() {
            for (int i = 0; i < 2000; i++) {
                increment();
            }
            return x;
        }
    }
}
