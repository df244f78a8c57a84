package dev.wave.cli.doctor;

import static dev.wave.cli.doctor.Finding.Group.CPUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What the CPUs are like, as far as it changes what can be measured. */
final class CpuChecks {
    private static final double FAR_MICROS = 0.2;
    private static final double NOTICEABLE_STEAL = 0.01;
    private static final int STEAL_COLUMN = 8;
    private static final int SHORT_SLICES_KERNEL = 6012;

    private final MachineFiles machine;
    private final List<Integer> allowed;
    private final OptionalDouble pingPongMicros;

    /**
     * @param allowed the CPUs this process may use
     * @param pingPongMicros round trip of a cache line between the first two of them; empty if it was not measured
     */
    CpuChecks(MachineFiles machine, List<Integer> allowed, OptionalDouble pingPongMicros) {
        this.machine = machine;
        this.allowed = List.copyOf(allowed);
        this.pingPongMicros = pingPongMicros;
    }

    List<Finding> all() {
        List<Finding> all = new ArrayList<>(List.of(count(), distance(), isolated(), threads(), governor(), steal()));
        all.add(shortSlices());
        return all;
    }

    private Finding count() {
        String why = allowed.size() + " usable: " + allowed;
        return allowed.size() >= 2
                ? Finding.yes(CPUS, "two CPUs", why)
                : Finding.couldBeBetter(
                        CPUS,
                        "two CPUs",
                        why + "; host and agent share one, so nothing is pinned and the tail is the kernel's",
                        "taskset -c 0,1 ./wave demo, or give the machine or container a second CPU");
    }

    private Finding distance() {
        String what = "cache line from CPU to CPU";
        if (pingPongMicros.isEmpty()) {
            return Finding.couldBeBetter(CPUS, what, "not measured: it takes two CPUs", "");
        }
        double micros = pingPongMicros.getAsDouble();
        String measured = String.format(
                Locale.ROOT, "%.2f us there and back between CPUs %d and %d", micros, allowed.get(0), allowed.get(1));
        return micros < FAR_MICROS
                ? Finding.yes(CPUS, what, measured + ": near (one cache)")
                : Finding.couldBeBetter(
                        CPUS,
                        what,
                        measured + ": far (two caches, or a busy machine)",
                        "choose CPUs of one cache: lscpu -e, then taskset -c A,B ./wave demo");
    }

    private Finding isolated() {
        String found = machine.text("/sys/devices/system/cpu/isolated").orElse("");
        return found.isEmpty()
                ? Finding.couldBeBetter(
                        CPUS,
                        "isolated CPUs",
                        "none: the kernel may put anything beside an agent",
                        "isolcpus=1 nohz_full=1 on the kernel's command line, then ./wave agent --cpu 1 --busy")
                : Finding.yes(CPUS, "isolated CPUs", found);
    }

    private Finding threads() {
        String active = machine.text("/sys/devices/system/cpu/smt/active").orElse("");
        return active.equals("1")
                ? Finding.couldBeBetter(
                        CPUS,
                        "one thread per core",
                        "SMT is on: two CPUs may share one core",
                        "echo off > /sys/devices/system/cpu/smt/control, or choose CPUs of different cores: lscpu -e")
                : Finding.yes(CPUS, "one thread per core", active.isEmpty() ? "SMT not reported" : "SMT is off");
    }

    private Finding governor() {
        String governor = machine.text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
                .orElse("");
        if (governor.isEmpty() || governor.equals("performance")) {
            return Finding.yes(
                    CPUS,
                    "steady clock rate",
                    governor.isEmpty() ? "no governor in this machine" : "governor performance");
        }
        return Finding.couldBeBetter(
                CPUS, "steady clock rate", "governor " + governor, "cpupower frequency-set -g performance");
    }

    private Finding steal() {
        double share = stealShare(machine.text("/proc/stat").orElse(""));
        String why = String.format(Locale.ROOT, "%.2f %% of the time since boot taken by the hypervisor", share * 100);
        return share < NOTICEABLE_STEAL
                ? Finding.yes(CPUS, "CPUs of its own", why)
                : Finding.couldBeBetter(CPUS, "CPUs of its own", why, "use a machine with dedicated CPUs");
    }

    private static double stealShare(String stat) {
        String[] words = stat.lines().findFirst().orElse("").split("\\s+");
        double all = 0;
        for (int i = 1; i < words.length; i++) {
            all += words[i].matches("\\d+") ? Long.parseLong(words[i]) : 0;
        }
        return words.length > STEAL_COLUMN && all > 0 ? Long.parseLong(words[STEAL_COLUMN]) / all : 0;
    }

    private Finding shortSlices() {
        return machine.kernel() >= SHORT_SLICES_KERNEL
                ? Finding.yes(CPUS, "short time slices", machine.kernelText())
                : Finding.couldBeBetter(
                        CPUS,
                        "short time slices",
                        machine.kernelText() + ", older than 6.12: a busy CPU keeps a woken thread waiting",
                        "use a kernel 6.12 or newer");
    }
}
