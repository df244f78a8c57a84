package dev.wave.verify.bench.harness;

import dev.wave.cli.ExpectedFailure;
import dev.wave.cli.demo.linux.CallingThread;
import java.util.List;

/** The two CPUs on which everything that takes two is measured: always the same, so that the ping-pong speaks of them. */
public record CpuPair(int first, int second) {
    /** The first two this process may use. */
    static CpuPair allowed() {
        List<Integer> allowed = CallingThread.allowedCpus();
        if (allowed.size() < 2) {
            throw new ExpectedFailure("this process may use one CPU (" + allowed
                    + "), and what is measured is what passes between two. Give it another one (taskset, cpuset).");
        }
        return new CpuPair(allowed.get(0), allowed.get(1));
    }
}
