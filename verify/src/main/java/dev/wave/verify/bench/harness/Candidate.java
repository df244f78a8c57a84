package dev.wave.verify.bench.harness;

import dev.wave.verify.bench.result.Sample;
import dev.wave.verify.bench.result.Series;
import dev.wave.verify.bench.result.Series.Role;
import java.util.ArrayList;
import java.util.List;

/** Something that is sampled, and its samples so far. */
final class Candidate {
    private static final int FAILURES_ENDURED = 3;

    private final String name;
    private final Role role;
    private final String subject;
    private final Sampler sampler;
    private final List<Sample> samples = new ArrayList<>();
    private String problem = "";
    private int failures;
    private boolean cutShort;

    Candidate(String name, Role role, String subject, Sampler sampler) {
        this.name = name;
        this.role = role;
        this.subject = subject;
        this.sampler = sampler;
    }

    String name() {
        return name;
    }

    Reading read() throws Exception {
        return sampler.take();
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    /** Keeps the reason; a candidate that fails again and again is given up. */
    Candidate failed(String why) {
        failures++;
        problem = why;
        return this;
    }

    /** A sample was under way when the run was ended: nobody's fault, and it says so. */
    void cutShort() {
        cutShort = true;
    }

    boolean wasCutShort() {
        return cutShort;
    }

    /** True if it can be measured here, and was measured once at the most: nothing says how far its samples lie apart. */
    boolean sampledOnce() {
        return usable() && samples.size() == 1;
    }

    boolean usable() {
        return sampler != null && failures < FAILURES_ENDURED;
    }

    Series series() {
        return new Series(name, role, subject, samples, problem);
    }
}
