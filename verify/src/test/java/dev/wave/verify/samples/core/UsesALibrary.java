package dev.wave.verify.samples.core;

import org.openjdk.jmh.infra.Blackhole;

/** A bad sample: core has no library but the JDK. */
public final class UsesALibrary {
    public void use(Blackhole library) {
        library.consume(1);
    }
}
