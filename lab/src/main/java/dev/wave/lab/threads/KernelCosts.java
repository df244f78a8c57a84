package dev.wave.lab.threads;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;

/**
 * What the host's kernel itself spends around a switch, in picoseconds; what its accesses to the link cost comes from the machine.
 *
 * @param stop taking a thread off its core and noting why
 * @param pick from there to the decision, all but the link
 * @param start putting a thread on its core: page tables, registers, accounting
 * @param wake leaving the idle loop
 */
public record KernelCosts(long stop, long pick, long start, long wake) {
    public static KernelCosts of(MachineModel model) {
        return new KernelCosts(
                model.picos(Cost.KERNEL_STOP),
                model.picos(Cost.KERNEL_PICK),
                model.picos(Cost.KERNEL_START),
                model.picos(Cost.KERNEL_WAKE));
    }
}
