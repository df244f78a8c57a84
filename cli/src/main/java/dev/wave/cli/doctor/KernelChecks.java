package dev.wave.cli.doctor;

import static dev.wave.cli.doctor.Finding.Group.KERNEL_THREADS;
import static dev.wave.cli.doctor.Finding.Group.MEMORY;
import static dev.wave.cli.doctor.Finding.Group.PCIE;
import static dev.wave.cli.doctor.Finding.Group.TOOLS;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the kernel offers to tools, and to mechanisms and links that are still to come. */
final class KernelChecks {
    private static final int SCHED_EXT_KERNEL = 6012;

    private final MachineFiles machine;
    private final boolean root;

    KernelChecks(MachineFiles machine, boolean root) {
        this.machine = machine;
        this.root = root;
    }

    List<Finding> all() {
        return Stream.of(tools(), kernelThreads(), memory(), pcie())
                .flatMap(List::stream)
                .toList();
    }

    private List<Finding> tools() {
        String paranoid = machine.text("/proc/sys/kernel/perf_event_paranoid").orElse("unknown");
        boolean counters = root || paranoid.matches("-1|0|1");
        return List.of(
                program("C compiler, for the C rows of ./wave bench", "gcc", "apt-get install gcc"),
                program("perf", "perf", "apt-get install linux-perf"),
                counters
                        ? Finding.yes(
                                TOOLS, "hardware counters", "perf_event_paranoid " + paranoid + (root ? ", root" : ""))
                        : Finding.couldBeBetter(
                                TOOLS,
                                "hardware counters",
                                "perf_event_paranoid " + paranoid,
                                "sysctl kernel.perf_event_paranoid=1"),
                machine.exists("/sys/kernel/tracing/trace")
                        ? Finding.yes(TOOLS, "ftrace", "/sys/kernel/tracing")
                        : Finding.couldBeBetter(
                                TOOLS,
                                "ftrace",
                                "/sys/kernel/tracing is not there or not readable",
                                "as root: mount -t tracefs tracefs /sys/kernel/tracing"));
    }

    private Finding program(String what, String name, String mend) {
        Optional<String> place = machine.program(name).map(Object::toString);
        return place.map(found -> Finding.yes(TOOLS, what, found))
                .orElseGet(() -> Finding.couldBeBetter(TOOLS, what, "no " + name + " on the PATH", mend));
    }

    private List<Finding> kernelThreads() {
        boolean built = machine.exists("/sys/kernel/sched_ext");
        boolean young = machine.kernel() >= SCHED_EXT_KERNEL;
        String why = machine.kernelText() + (built ? ", /sys/kernel/sched_ext" : ", built without sched_ext");
        return List.of(
                Finding.machineOnly(
                        KERNEL_THREADS,
                        "sched_ext",
                        built,
                        young ? why : machine.kernelText() + " is older than 6.12",
                        "boot a kernel 6.12 or newer with CONFIG_SCHED_CLASS_EXT=y"),
                Finding.machineOnly(
                        KERNEL_THREADS,
                        "type information (BTF)",
                        machine.exists("/sys/kernel/btf/vmlinux"),
                        machine.exists("/sys/kernel/btf/vmlinux")
                                ? "/sys/kernel/btf/vmlinux"
                                : "no /sys/kernel/btf/vmlinux",
                        "boot a kernel with CONFIG_DEBUG_INFO_BTF=y"),
                Finding.machineOnly(
                        KERNEL_THREADS,
                        "rights to load it",
                        root,
                        root ? "root" : "not root",
                        "run as root, or with CAP_BPF and CAP_SYS_ADMIN"),
                Finding.machineOnly(
                        KERNEL_THREADS,
                        "emulated machine instead, with KVM",
                        machine.writable("/dev/kvm"),
                        machine.writable("/dev/kvm")
                                ? "/dev/kvm"
                                : "no /dev/kvm for this user: emulation works, slowly",
                        "enable virtualisation, or: usermod -aG kvm USER"));
    }

    private List<Finding> memory() {
        boolean allowed = root
                || machine.writable("/dev/userfaultfd")
                || machine.text("/proc/sys/vm/unprivileged_userfaultfd")
                        .orElse("0")
                        .equals("1");
        boolean built = machine.exists("/dev/userfaultfd") || machine.exists("/proc/sys/vm/unprivileged_userfaultfd");
        boolean damon = machine.exists("/sys/kernel/mm/damon");
        String huge =
                machine.text("/sys/kernel/mm/transparent_hugepage/enabled").orElse("");
        return List.of(
                Finding.machineOnly(
                        MEMORY,
                        "userfaultfd",
                        built && allowed,
                        !built ? "the kernel has none" : allowed ? "allowed" : "not allowed for this user",
                        built ? "sysctl vm.unprivileged_userfaultfd=1" : "boot a kernel with CONFIG_USERFAULTFD=y"),
                Finding.machineOnly(
                        MEMORY,
                        "DAMON",
                        damon,
                        damon ? "/sys/kernel/mm/damon" : "no /sys/kernel/mm/damon",
                        "boot a kernel with CONFIG_DAMON_SYSFS=y"),
                Finding.machineOnly(
                        MEMORY,
                        "huge pages",
                        huge.contains("[always]") || huge.contains("[madvise]"),
                        huge.isEmpty() ? "no transparent huge pages" : huge,
                        "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"));
    }

    private List<Finding> pcie() {
        long groups = machine.entries("/sys/kernel/iommu_groups");
        boolean vfio = machine.exists("/dev/vfio/vfio");
        return List.of(
                Finding.machineOnly(
                        PCIE,
                        "IOMMU",
                        groups > 0,
                        groups + " IOMMU groups",
                        "intel_iommu=on or amd_iommu=on on the kernel's command line, and the firmware's switch"),
                Finding.machineOnly(
                        PCIE, "VFIO", vfio, vfio ? "/dev/vfio/vfio" : "no /dev/vfio/vfio", "modprobe vfio-pci"));
    }
}
