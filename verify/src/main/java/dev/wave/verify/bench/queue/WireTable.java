package dev.wave.verify.bench.queue;

import dev.wave.cli.ExpectedFailure;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.CProgram;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.queue.WireJob.Mode;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** The candidates that both tables of queues have: ours, the same in C, and whatever libraries are on the class path. */
final class WireTable {
    static final String C = "C, same checks";
    static final String BARE_C = "C, no checks";
    static final String AGRONA = "Agrona";
    static final String AERON = "Aeron IPC";

    /** What one sample's report means to the table. */
    interface Read {
        Reading of(WireReport report, int messages);
    }

    private final BenchRun run;
    private final BenchTable table;
    private final WireSample samples;
    private final Read read;

    WireTable(BenchRun run, BenchTable table, Mode mode, Read read) {
        this.run = run;
        this.table = table;
        this.samples = new WireSample(run, mode);
        this.read = read;
    }

    BenchTable withCandidates() throws InterruptedException {
        WirePeer ours = new WaveWire.Peer();
        table.subject(ours.name(), () -> sample(ours));
        c(C, "");
        c(BARE_C, "-DBARE");
        var libraries = ServiceLoader.load(WirePeer.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (WirePeer library : libraries) {
            table.peer(library.name(), () -> sample(library));
            table.note(library.name() + ": " + library.note());
        }
        if (libraries.isEmpty()) {
            table.note("libraries: none on the class path; './wave bench' puts them there");
        }
        return table;
    }

    private void c(String name, String variant) throws InterruptedException {
        try {
            Path program = CProgram.compiled(run.options().home(), "queue", variant);
            int messages = new WaveWire.Peer().roundMessages();
            table.peer(name, () -> read(samples.c(program, messages), messages));
        } catch (ExpectedFailure noCompiler) {
            table.absent(name, noCompiler.getMessage());
        }
    }

    private Reading sample(WirePeer peer) throws Exception {
        return read(samples.java(peer), peer.roundMessages());
    }

    private Reading read(WireReport report, int messages) {
        return read.of(report, messages).withSwitches(report.switches());
    }
}
