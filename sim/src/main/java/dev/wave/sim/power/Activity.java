package dev.wave.sim.power;

/** What a hardware thread, or a core, is doing: a core is as awake as the more awake of its threads. */
public enum Activity {
    /** Executes something. */
    ACTIVE,
    /** Its clock is stopped; it wakes within about a microsecond. */
    LIGHT,
    /** Its power is off; waking takes long, and its share of the socket's budget goes to others. */
    DEEP
}
