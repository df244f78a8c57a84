package dev.wave.sim.time;

/** Something that happens at moments of a {@link Timeline}: an interrupt arrives, a line was fetched, an actor goes on. */
@FunctionalInterface
public interface Happening {
    /**
     * It happens now.
     *
     * @param ticket what {@link Timeline#at} returned for this moment; who has changed its mind since ignores the others
     */
    void happen(long ticket);
}
