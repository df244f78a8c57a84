package dev.wave.cli.trace;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to trace, and where to.
 *
 * @param link the link's URI; empty if processes or files are named
 * @param hostPid the service's process; empty to look it up in the link
 * @param agentPid the agent's process; empty to look it up in the link
 * @param from recordings to draw instead of making any
 * @param out the trace
 * @param recordings folder to keep the recordings in; empty to throw them away
 * @param entriesMax the most entries to draw
 */
public record TraceOptions(
        Optional<String> link,
        OptionalLong hostPid,
        OptionalLong agentPid,
        List<Path> from,
        double seconds,
        Path out,
        Optional<Path> recordings,
        int entriesMax) {
    public TraceOptions {
        from = List.copyOf(from);
    }
}
