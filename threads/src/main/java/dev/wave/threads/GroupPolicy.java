package dev.wave.threads;

import java.util.List;

/**
 * A policy that decides about several cores together: what runs on one depends on what runs on others.
 */
public interface GroupPolicy extends ThreadPolicy {

    /** The cores of the enclave, by number; called once, before anything else. The views stay valid and show the present. */
    void cores(List<? extends CoreView> cores);

    /** Whether the thread on this core should go although nothing was decided to follow it. Asked in each step for each core that runs something. */
    boolean shouldVacate(CoreView core);
}
