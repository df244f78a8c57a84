package dev.wave.lab.mutation;

/** Something that must go well whatever memory does. */
interface Story {
    /** @return what went wrong; empty if nothing did */
    String tell();
}
