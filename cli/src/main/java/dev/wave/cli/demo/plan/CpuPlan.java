package dev.wave.cli.demo.plan;

import dev.wave.cli.demo.linux.CallingThread;
import java.util.List;

/**
 * Who runs where: the service on the first CPUs, the NIC's side on the next.
 *
 * @param problem why nothing is pinned; empty if all is
 */
public record CpuPlan(List<Integer> workers, List<Integer> nic, String problem) {
    public CpuPlan {
        workers = List.copyOf(workers);
        nic = List.copyOf(nic);
    }

    /** The plan for this machine, tried out. */
    public static CpuPlan forCores(int cores) {
        List<Integer> allowed = CallingThread.allowedCpus();
        if (allowed.size() <= cores) {
            return unpinned("this process may use " + allowed.size() + " CPUs, and " + cores
                    + " worker cores and a NIC core need " + (cores + 1));
        }
        CpuPlan plan = on(allowed, cores);
        boolean[] granted = {false};
        Thread trial =
                new Thread(() -> granted[0] = CallingThread.runOn(plan.workers) && CallingThread.runOn(plan.nic));
        trial.start();
        return joined(trial) && granted[0] ? plan : unpinned("the kernel refuses sched_setaffinity");
    }

    private static boolean joined(Thread trial) {
        try {
            trial.join();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The plan for these CPUs, of which there are more than cores. */
    static CpuPlan on(List<Integer> cpus, int cores) {
        return new CpuPlan(cpus.subList(0, cores), List.of(cpus.get(cores)), "");
    }

    private static CpuPlan unpinned(String problem) {
        return new CpuPlan(List.of(), List.of(), problem);
    }

    public boolean pinned() {
        return problem.isEmpty();
    }
}
