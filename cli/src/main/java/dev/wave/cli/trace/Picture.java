package dev.wave.cli.trace;

import dev.wave.cli.trace.Chains.Chain;
import dev.wave.cli.trace.Shape.Arrow;
import dev.wave.cli.trace.Shape.Moment;
import dev.wave.cli.trace.Shape.Slice;
import dev.wave.core.ledger.TraceWriter;
import dev.wave.core.ledger.TraceWriter.Flow;
import dev.wave.core.ledger.TraceWriter.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The entries of one link as tracks.
 *
 * <pre>
 *   service   who decides      | epoch 3 ............................ | fallback | epoch 4 ...
 *             core 0           | target 7 class 0 | target 9 class 1 ...      (further rows: spare carriers)
 *             core 0, link     | BLOCKED | COMMITTED | ...                    messages it sent, decisions it answered
 *             other threads    | READY | READY | ...                          messages through the guarded queue
 *   agent     epoch 3          | step: take READY, decide core 0, ... | step ...
 * </pre>
 */
final class Picture {
    private final TraceWriter writer;
    private final Entries entries;
    private final Chains chains;
    private final Rows rows = new Rows();
    private final List<Shape> shapes = new ArrayList<>();
    private final int cores;

    /**
     * @param entries of one link only
     * @param chains of these entries
     */
    Picture(TraceWriter writer, Entries entries, Chains chains) {
        this.writer = writer;
        this.entries = entries;
        this.chains = chains;
        this.cores = cores();
    }

    private int cores() {
        return entries.stream()
                .mapToInt(entry -> switch (entry) {
                    case Entry.Run run -> run.core() + 1;
                    case Entry.Answer answer -> answer.core() + 1;
                    case Entry.Decision decision -> decision.core() + 1;
                    // The guarded queue's number is one past the last core.
                    case Entry.Message message -> message.queue();
                    default -> 0;
                })
                .max()
                .orElse(0);
    }

    /**
     * Lays everything out.
     *
     * @param service what to call the host's group of tracks, {@code agent} the agent's
     * @param firstArrow the number before that of the first arrow; there are no more of them than chains
     */
    List<Shape> draw(String service, String agent, long firstArrow) throws IOException {
        host(service);
        agents(agent);
        arrows(firstArrow);
        shapes.addAll(rows.all());
        return shapes;
    }

    private void host(String service) throws IOException {
        int process = writer.process(service);
        whoDecides(writer.track(process, "who decides"));
        List<Entry.Run> runs = Stream.concat(entries.of(Entry.Run.class).stream(), unfinished().stream())
                .sorted(Comparator.comparingLong(Entry.Run::startNanos))
                .toList();
        for (int core = 0; core < cores; core++) {
            core(process, core, runs);
            int number = core;
            List<Entry> link = entries.stream()
                    .filter(entry -> entry instanceof Entry.Message message && message.queue() == number
                            || entry instanceof Entry.Answer answer && answer.core() == number)
                    .toList();
            rows.row(writer.track(process, "core " + core + ", link"), link);
        }
        List<Entry> others = entries.stream()
                .filter(entry -> entry instanceof Entry.Message message && message.queue() >= cores)
                .toList();
        rows.row(writer.track(process, "other threads, link"), others);
    }

    /** A core runs one target at a time; where a spare carrier stands in for a stuck one, there are two, and a second row. */
    private void core(int process, int core, List<Entry.Run> runs) throws IOException {
        List<Track> lanes = new ArrayList<>(List.of(writer.track(process, "core " + core)));
        List<Long> free = new ArrayList<>(List.of(Long.MIN_VALUE));
        for (Entry.Run run : runs) {
            if (run.core() == core) {
                int lane = 0;
                while (lane < lanes.size() && free.get(lane) > run.startNanos()) {
                    lane++;
                }
                if (lane == lanes.size()) {
                    lanes.add(writer.track(process, "core " + core + ", spare " + lane));
                    free.add(Long.MIN_VALUE);
                }
                rows.run(lanes.get(lane), run);
                free.set(lane, rows.slice(run).endNanos());
            }
        }
        for (Entry.Preemption asked : entries.of(Entry.Preemption.class)) {
            if (asked.core() == core) {
                shapes.add(new Moment(
                        lanes.getFirst(),
                        "asked to let go",
                        Words.category(asked),
                        asked.nanos(),
                        () -> Words.details(asked)));
            }
        }
    }

    /** Runs are written down when they end. One that went on when the trace ended shows by its start alone. */
    private List<Entry.Run> unfinished() {
        Map<Integer, Entry.Answer> last = new TreeMap<>();
        entries.of(Entry.Answer.class).stream()
                .filter(Entry.Answer::committed)
                .forEach(answer -> last.put(answer.core(), answer));
        entries.of(Entry.Run.class).forEach(run -> {
            Entry.Answer answer = last.get(run.core());
            if (answer != null && run.dispatch() >= answer.dispatch()) {
                last.remove(run.core());
            }
        });
        long end = entries.window().endNanos();
        return last.values().stream()
                .map(answer -> new Entry.Run(
                        new Entry.Common(answer.link(), answer.epoch(), end),
                        answer.target(),
                        answer.core(),
                        answer.dispatch(),
                        0,
                        end - answer.nanos(),
                        "not yet"))
                .toList();
    }

    private void whoDecides(Track track) {
        long since = entries.window().startNanos();
        List<Entry.EpochChange> changes = entries.of(Entry.EpochChange.class);
        long epoch = changes.isEmpty()
                ? entries.stream().mapToLong(Entry::epoch).max().orElse(0)
                : changes.getFirst().granted() ? 0 : changes.getFirst().epoch();
        for (Entry.EpochChange change : changes) {
            reign(track, epoch, since, change.nanos());
            shapes.add(new Moment(
                    track, Words.name(change), Words.category(change), change.nanos(), () -> Words.details(change)));
            since = change.nanos();
            epoch = change.granted() ? change.epoch() : 0;
        }
        reign(track, epoch, since, entries.window().endNanos());
    }

    private void reign(Track track, long epoch, long start, long end) {
        String name = epoch == 0 ? "fallback" : "epoch " + epoch;
        if (end > start) {
            shapes.add(new Slice(track, name, "epoch", start, end - start, () -> Map.of("epoch", epoch)));
        }
    }

    /** One track for each incarnation: a former agent may wake up while its successor works. */
    private void agents(String agent) throws IOException {
        Map<Long, List<Entry.Step>> steps = new TreeMap<>();
        Map<Long, List<Entry>> moments = new TreeMap<>();
        for (Entry entry : entries.all()) {
            switch (entry) {
                case Entry.Step step ->
                    steps.computeIfAbsent(step.epoch(), epoch -> new ArrayList<>())
                            .add(step);
                case Entry.MessageTaken taken -> add(moments, taken);
                case Entry.Decision decision -> add(moments, decision);
                case Entry.AnswerTaken taken -> add(moments, taken);
                case Entry.Preemption asked -> add(moments, asked);
                default -> {}
            }
        }
        if (moments.isEmpty()) {
            return;
        }
        int process = writer.process(agent);
        for (long epoch : moments.keySet()) {
            Track track = writer.track(process, "epoch " + epoch);
            rows.steps(track, steps.getOrDefault(epoch, List.of()), moments.get(epoch));
        }
    }

    private static void add(Map<Long, List<Entry>> moments, Entry entry) {
        moments.computeIfAbsent(entry.epoch(), epoch -> new ArrayList<>()).add(entry);
    }

    private void arrows(long firstId) {
        long id = firstId;
        for (Chain chain : chains.all()) {
            List<Arrow> way = way(chain, ++id);
            for (int i = 0; i < way.size() && way.size() > 1; i++) {
                Arrow point = way.get(i);
                Flow flow = i == 0 ? Flow.START : i == way.size() - 1 ? Flow.END : Flow.STEP;
                shapes.add(new Arrow(point.track(), flow, id, point.nanos()));
            }
        }
    }

    /** Where the arrow of a decision passes, by time. */
    private List<Arrow> way(Chain chain, long id) {
        List<Arrow> way = new ArrayList<>();
        Stream.<Entry>of(chain.message(), chain.taken(), chain.decision(), chain.answer(), chain.run())
                .filter(entry -> entry != null && rows.slice(entry) != null)
                .forEach(entry -> {
                    Slice slice = rows.slice(entry);
                    // A run begins a little before its answer is written: the arrow arrives when it is.
                    long at = entry == chain.run() ? slice.inside(chain.answer().nanos() + 1) : slice.nanos();
                    way.add(new Arrow(slice.track(), Flow.STEP, id, at));
                });
        way.sort(Comparator.comparingLong(Arrow::nanos));
        return way;
    }
}
