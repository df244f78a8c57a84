package dev.wave.lab.explore;

/** Something small that can run in many orders; made anew for each of them. */
interface World {
    /** Who runs, and how far they are. */
    Execution execution();

    /** What went wrong so far; empty if nothing did. */
    String complaint();

    /** Nobody can go on: what is wrong with how it ended; empty if nothing is. */
    String verdict();

    /** How it ended, for telling ends apart. */
    long end();

    /** What a step began with. */
    String name(int what);
}
