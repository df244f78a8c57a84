package dev.wave.cli.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a trace as Perfetto does, and is stricter: what Perfetto would drop in silence (a slice half over another, an arrow that hits no slice, an
 * arrow without a start) is an error here.
 */
final class TraceReader {
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "M", Set.of("name", "pid", "tid", "args"),
            "X", Set.of("name", "cat", "pid", "tid", "ts", "dur", "args"),
            "i", Set.of("name", "cat", "pid", "tid", "ts", "s", "args"),
            "s", Set.of("name", "cat", "pid", "tid", "ts", "id"),
            "t", Set.of("name", "cat", "pid", "tid", "ts", "id"),
            "f", Set.of("name", "cat", "pid", "tid", "ts", "id", "bp"));

    /** A slice or a moment. */
    record Drawn(String track, String name, long start, long end, Map<String, Object> details) {}

    private record Event(Map<String, Object> members, int place) {
        String phase() {
            return (String) members.get("ph");
        }

        String name() {
            return (String) members.get("name");
        }

        long number(String member) {
            return Math.round((Double) members.get(member));
        }

        /** Microseconds with three decimals are nanoseconds. */
        long nanos(String member) {
            return Math.round((Double) members.get(member) * 1000);
        }
    }

    private final Map<Long, String> tracks = new HashMap<>();
    private final Map<Long, Long> processOf = new HashMap<>();
    private final Map<Long, Deque<Drawn>> open = new HashMap<>();
    private final Map<Long, List<Drawn>> arrows = new TreeMap<>();
    private final List<Drawn> drawn = new ArrayList<>();

    private TraceReader() {}

    @SuppressWarnings("unchecked")
    static TraceReader read(String file) {
        TraceReader reader = new TraceReader();
        Map<String, Object> whole = (Map<String, Object>) ReadJson.of(file);
        List<Event> events = new ArrayList<>();
        for (Object event : (List<Object>) whole.get("traceEvents")) {
            events.add(new Event((Map<String, Object>) event, events.size()));
        }
        events.forEach(TraceReader::requireMembers);
        events.stream().filter(event -> event.phase().equals("M")).forEach(reader::name);
        events.stream()
                .filter(event -> !event.phase().equals("M"))
                .sorted(Comparator.comparingLong((Event event) -> event.nanos("ts"))
                        .thenComparingInt(Event::place))
                .forEach(reader::take);
        reader.requireEnds(events);
        return reader;
    }

    private static void requireMembers(Event event) {
        Set<String> required = REQUIRED.get(event.phase());
        check(required != null && event.members().keySet().containsAll(required), event, "lacks what its phase needs");
    }

    private static void check(boolean holds, Event event, String problem) {
        if (!holds) {
            throw new AssertionError(problem + ": " + event.members());
        }
    }

    @SuppressWarnings("unchecked")
    private void name(Event event) {
        check(
                processOf.merge(event.number("tid"), event.number("pid"), (one, other) -> one.equals(other) ? one : -1L)
                        >= 0,
                event,
                "one thread in two processes");
        if (event.name().equals("thread_name")) {
            String name = (String) ((Map<String, Object>) event.members().get("args")).get("name");
            check(tracks.put(event.number("tid"), name) == null, event, "two tracks of one number");
        }
    }

    private void take(Event event) {
        long track = event.number("tid");
        check(tracks.containsKey(track), event, "a track without a name");
        check(processOf.get(track) == event.number("pid"), event, "a track of another process");
        Deque<Drawn> stack = open.computeIfAbsent(track, number -> new ArrayDeque<>());
        long now = event.nanos("ts");
        while (!stack.isEmpty() && stack.peek().end() <= now && stack.peek().start() < now) {
            stack.pop();
        }
        switch (event.phase()) {
            case "X", "i" -> draw(event, track, stack);
            default -> bind(event, stack);
        }
    }

    @SuppressWarnings("unchecked")
    private void draw(Event event, long track, Deque<Drawn> stack) {
        long start = event.nanos("ts");
        long end = start + (event.phase().equals("X") ? event.nanos("dur") : 0);
        check(end >= start, event, "ends before it begins");
        check(stack.isEmpty() || stack.peek().end() >= end, event, "half over " + stack.peek());
        var slice = new Drawn(tracks.get(track), event.name(), start, end, (Map<String, Object>)
                event.members().get("args"));
        stack.push(slice);
        drawn.add(slice);
    }

    private void bind(Event event, Deque<Drawn> stack) {
        check(!stack.isEmpty() && stack.peek().end() > event.nanos("ts"), event, "an arrow that hits no slice");
        List<Drawn> way = arrows.computeIfAbsent(event.number("id"), id -> new ArrayList<>());
        check(way.isEmpty() == event.phase().equals("s"), event, "an arrow starts once, and first");
        way.add(stack.peek());
    }

    private void requireEnds(List<Event> events) {
        long ends = events.stream().filter(event -> event.phase().equals("f")).count();
        if (ends != arrows.size() || arrows.values().stream().anyMatch(way -> way.size() < 2)) {
            throw new AssertionError(arrows.size() + " arrows, " + ends + " ends");
        }
    }

    /** What each arrow hits, in order. */
    List<List<Drawn>> arrows() {
        return List.copyOf(arrows.values());
    }

    /** The slices and moments of a track, by time. */
    List<Drawn> on(String track) {
        return drawn.stream().filter(slice -> slice.track().equals(track)).toList();
    }

    /** All slices and moments, by time. */
    List<Drawn> drawn() {
        return drawn;
    }

    /** The names of all tracks. */
    Set<String> tracks() {
        return Set.copyOf(tracks.values());
    }
}
