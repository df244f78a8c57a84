package dev.wave.lab.reproduce;

import static dev.wave.core.model.Confidence.FOUND;
import static dev.wave.core.model.Confidence.RECALLED;

import dev.wave.core.model.MachineModel;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import java.util.List;
import java.util.stream.Stream;

/** The operations of which everything on the link is made, each run by an actor on the machine and timed by the machine's clock. */
public final class LinkOperations implements Experiment {
    private static final MachineModel MODEL = MachineModel.MOUNT_EVANS;

    @Override
    public String name() {
        return "pcie";
    }

    @Override
    public String subject() {
        return "the operations of which everything on the link is made";
    }

    @Override
    public Findings run(Runs runs) {
        List<Row> rows = Stream.of(reads(), writes(), messages(), interrupts())
                .flatMap(List::stream)
                .toList();
        return new Findings(
                rows,
                List.of(),
                List.of(
                        "Each row is an operation that was run, not a constant that was read; as most constants are recalled, their agreement says that the machine plays them right, not that they are right."));
    }

    private static List<Row> reads() {
        LinkBench bench = new LinkBench(MODEL);
        double read = bench.uncachedRead();
        Published roundTrip =
                Published.range(500, 1_000, FOUND, Sources.SLIDES + ": about 1 us; half to one on current servers");
        return List.of(
                row("host reads 8 bytes, uncached", recalled("750"), read),
                row("PCIe round trip", roundTrip, read),
                row("host reads a line, write-through, after a flush", Published.UNKNOWN, bench.cachedLineAfterFlush()),
                row("host reads it again", Published.UNKNOWN, bench.cachedLineAgain()),
                row("host reads a line prefetched 1 us before", Published.UNKNOWN, bench.prefetchedLine()));
    }

    private static List<Row> writes() {
        LinkBench bench = new LinkBench(MODEL);
        return List.of(
                row("host writes 8 bytes, uncached, posted", recalled("50"), bench.uncachedWrite()),
                row("host writes a line, write-combining, and a fence", Published.UNKNOWN, bench.combinedLine()));
    }

    private static List<Row> messages() {
        LinkBench bench = new LinkBench(MODEL);
        return List.of(
                row("from a host's posted write until the NIC sees it", Published.UNKNOWN, bench.hostToNic()),
                row("message to the NIC and answer, both sides polling", Published.UNKNOWN, bench.pingPong()));
    }

    private static List<Row> interrupts() {
        InterruptBench bench = new InterruptBench(MODEL);
        return List.of(
                row("NIC sends an interrupt, by register", recalled("70"), bench.send()),
                row("host receives it", recalled("350"), bench.receive()),
                row("interrupt from the NIC to a waiting host core, end to end", recalled("1600"), bench.endToEnd()));
    }

    private static Row row(String what, Published published, double nanos) {
        return Row.following(what, "ns", published, Interval.exactly(nanos));
    }

    private static Published recalled(String digits) {
        return Published.value(digits, RECALLED, Sources.PCIE_TABLE);
    }
}
