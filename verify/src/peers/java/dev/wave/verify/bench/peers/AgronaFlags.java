package dev.wave.verify.bench.peers;

import java.util.List;

/** What Agrona and Aeron need of the JVM, and the checks their makers advise to turn off for speed. */
final class AgronaFlags {
    static final List<String> LIST = List.of(
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dagrona.disable.bounds.checks=true",
            "-Daeron.disable.bounds.checks=true");

    private AgronaFlags() {}
}
