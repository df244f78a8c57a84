package dev.wave.threads;

import java.util.List;

/**
 * A policy that decides about several cores together: what runs on one depends on what runs on others, and a decision may be a <em>group</em>, which the host carries out on all
 * its cores or on none.
 *
 * <p>For a core the agent asks {@link #pickGroup} first and {@link #pick} if there is no group.
 */
public interface GroupPolicy extends ThreadPolicy {

    /** The cores of the enclave, by number; called once, before anything else. The views stay valid and show the present. */
    void cores(List<? extends CoreView> cores);

    /**
     * Threads that are to start together on this core and on others, one on each, none of them having anything decided for it already; the policy then forgets them until it hears of
     * each again. If the host refuses one, it refuses all.
     *
     * @param into takes the cores and threads; empty when called
     * @return false if there is no group for this core now; {@code into} must then be empty
     */
    boolean pickGroup(CoreView core, CoreGroup into);

    /** Whether the thread on this core should go although nothing was decided to follow it. Asked in each step for each core that runs something. */
    boolean shouldVacate(CoreView core);
}
