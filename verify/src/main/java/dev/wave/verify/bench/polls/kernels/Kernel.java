package dev.wave.verify.bench.polls.kernels;

/** A small piece of work that takes a few microseconds; the same every time. */
public interface Kernel {
    /** Does the work once and answers a number that depends on all of it. */
    long run();
}
