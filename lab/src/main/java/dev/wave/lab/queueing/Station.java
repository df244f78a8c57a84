package dev.wave.lab.queueing;

/** Where customers come, are served and leave. */
public interface Station {
    /** Goes on until so many more customers have left; each is two events, its coming and its leaving. */
    void serve(long customers);
}
