package dev.wave.verify.faults;

import dev.wave.core.Clock;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A service under load in one process, agents in others, and somebody who does everything bad to the agents. */
final class FaultSwarm implements AutoCloseable {
    private static final int GOOD_PROCESSES = 3;
    private static final long PATIENCE_SECONDS = 60;
    /** Garbage may have freed the region of a live agent, whose present step then still writes there when the next one has it. */
    private static final long STRAY_NANOS = 500_000_000;

    private static final Pattern SAID = Pattern.compile("[A-Za-z_-]+( \\d+)?");

    /** What an agent's counters said when its epoch ended. */
    record Books(long epoch, long decisions, long outcomes, boolean valid, long fromNanos, long toNanos) {}

    private record Span(long fromNanos, long toNanos) {}

    private final Clock clock = Clock.system();
    private final String name;
    private final RandomGenerator random;
    private final Child service;
    private ShmLink link;
    private final List<Child> good = new ArrayList<>();
    private final List<Child> spares = new ArrayList<>();
    private final Map<Long, Child> charge = new ConcurrentHashMap<>();
    private final Map<String, Long> said = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Books> books = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final List<Span> noise = new ArrayList<>();
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private final AtomicInteger scribbling = new AtomicInteger();
    private int epochsEnded;

    FaultSwarm(String name, RandomGenerator random) throws IOException {
        this.name = name;
        this.random = random;
        this.service = new Child(FaultService.class, List.of("-Xmx512m"), List.of(name), this::serviceSaid);
        until("the service is up", service::ready);
        this.link = ShmLink.open(name);
        for (int i = 0; i < GOOD_PROCESSES; i++) {
            good.add(agents());
            spares.add(agents());
        }
    }

    private Child agents() throws IOException {
        Child[] self = new Child[1];
        self[0] = new Child(FaultAgents.class, List.of("-Xmx64m"), List.of(name), line -> agentSaid(self, line));
        return self[0];
    }

    private void serviceSaid(String line) {
        if (SAID.matcher(line).matches()) {
            String[] words = line.split(" ");
            said.put(words[0], words.length > 1 ? Long.parseLong(words[1]) : 1L);
        } else {
            log.add("service: " + line);
        }
    }

    private void agentSaid(Child[] self, String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "charge" -> charge.put(Long.valueOf(words[1]), self[0]);
            case "scribbling" -> scribbling.incrementAndGet();
            case "books" ->
                books.add(new Books(
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]),
                        Long.parseLong(words[3]),
                        words[4].equals("1"),
                        Long.parseLong(words[5]),
                        Long.parseLong(words[6])));
            default -> log.add("agent: " + line);
        }
    }

    void until(String what, BooleanSupplier holds) {
        long end = clock.nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            if (clock.nanos() > end) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what + "; done so far " + done
                        + ", epoch " + epoch() + ", the service " + (service.alive() ? "lives" : "died") + regions()
                        + stacks());
            }
            pauseMicros(500);
        }
    }

    private String regions() {
        if (link == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        Geometry geometry = Geometry.load(link.toNic());
        for (int number = 0; number < geometry.regions(); number++) {
            RegionLayout region = new RegionLayout(geometry, number);
            text.append("; region ").append(number).append(" grant");
            for (int word = 0; word < 4; word++) {
                text.append(' ').append(Long.toHexString(link.toNic().load(region.hostGrant() + word * 8L)));
            }
            text.append(" claim");
            for (int word = 0; word < 6; word++) {
                text.append(' ').append(Long.toHexString(link.toHost().load(region.agentClaim() + word * 8L)));
            }
        }
        return text.toString();
    }

    /** Where the agents' processes stand: what a hang is found by. */
    private String stacks() {
        StringBuilder text = new StringBuilder();
        good.forEach(
                child -> text.append(child.listens() ? child.stacks() : "\n(process " + child.pid() + " is stopped)"));
        return text.toString();
    }

    private static void pauseMicros(long micros) {
        try {
            TimeUnit.MICROSECONDS.sleep(micros);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    long epoch() {
        return link.toNic().load(LinkHeader.EPOCH);
    }

    /** Does one fault to the agent in charge, and waits until requests are answered again. */
    void suffer(Fault fault) throws IOException {
        keepProcesses();
        pauseMicros(random.nextLong(150_000));
        Child agent = inCharge();
        long epoch = epoch();
        while (charge.get(epoch) != agent) {
            agent = inCharge();
            epoch = epoch();
        }
        inflict(fault, agent);
        if (fault.endsEpoch()) {
            long ending = epoch;
            until(fault + " ends epoch " + epoch, () -> epoch() != ending);
            epochsEnded++;
        }
        done.merge(fault, 1, Integer::sum);
        awaitProgress(fault);
    }

    private void inflict(Fault fault, Child agent) throws IOException {
        switch (fault) {
            case KILLED -> agent.kill();
            case PAUSED -> {
                agent.stop();
                pauseMicros(random.nextLong(5_000, 60_000));
                agent.goOn();
            }
            case REPLACED_WHILE_PAUSED -> {
                agent.stop();
                pauseMicros(random.nextLong(5_000));
                long epoch = epoch();
                other(agent).say("replace " + random.nextInt(1 << 30));
                until("a paused agent is replaced", () -> epoch() != epoch && epoch() != 0);
                pauseMicros(random.nextLong(20_000));
                agent.goOn();
            }
            case REPLACED -> other(agent).say("replace " + random.nextInt(1 << 30));
            case REPLACED_BY_GARBAGE -> scribble("hostile ");
            case BESIDE_GARBAGE -> scribble("scribble ");
            case STALLED -> agent.say("stall " + random.nextInt(5, 60));
            case FAILED -> agent.say("throw");
            case LEFT -> agent.say("leave");
        }
    }

    private void scribble(String how) throws IOException {
        Child hostile = spares.removeFirst();
        until("a hostile process is up", hostile::ready);
        int before = scribbling.get();
        long from = clock.nanos();
        hostile.say(how + random.nextInt(1 << 30));
        until("garbage is written", () -> scribbling.get() > before);
        pauseMicros(random.nextLong(2_000, 60_000));
        hostile.kill();
        until("the hostile process is gone", () -> !hostile.alive());
        noise.add(new Span(from, clock.nanos() + STRAY_NANOS));
        spares.add(agents());
    }

    private Child other(Child agent) {
        List<Child> others =
                good.stream().filter(child -> child != agent && child.listens()).toList();
        return others.get(random.nextInt(others.size()));
    }

    /** A killed process is followed by a spare, and that by a new one. */
    private void keepProcesses() throws IOException {
        for (int i = 0; i < good.size(); i++) {
            if (!good.get(i).alive()) {
                good.set(i, spares.removeFirst());
                spares.add(agents());
            }
        }
        until("agents' processes are up", () -> good.stream().allMatch(Child::ready));
    }

    /** Waits for an agent in charge, and asks one to be it when nobody is. */
    Child inCharge() {
        long[] askAgain = {0};
        Child[] found = new Child[1];
        until("an agent is in charge", () -> {
            found[0] = charge.get(epoch());
            boolean there = epoch() != 0 && found[0] != null && found[0].listens() && good.contains(found[0]);
            if (!there && clock.nanos() > askAgain[0]) {
                askAgain[0] = clock.nanos() + 100_000_000;
                other(null).say("agent " + random.nextInt(1 << 30));
            }
            return there;
        });
        return found[0];
    }

    private void awaitProgress(Fault fault) {
        long before = progress();
        until("requests are answered after " + fault, () -> progress() >= before + 30);
    }

    private long progress() {
        said.remove("progress");
        service.say("progress");
        until("the service answers", () -> said.containsKey("progress"));
        return said.get("progress");
    }

    /** Ends the load, then the service; what the service said at the end is {@link #said}. */
    void finish() {
        service.say("finish");
        until("the service finished", () -> said.containsKey("finished"));
    }

    long said(String what) {
        Long number = said.get(what);
        if (number == null) {
            throw new AssertionError("the service said nothing of '" + what + "', only " + said);
        }
        return number;
    }

    Map<String, Long> saidAll() {
        return said;
    }

    /** What the processes printed beside, such as the policies' failures. */
    String log() {
        return String.join("\n", log);
    }

    Map<Fault, Integer> done() {
        return done;
    }

    int epochsEnded() {
        return epochsEnded;
    }

    /** Books of epochs in which nobody wrote garbage, read before the region was granted anew. */
    List<Books> cleanBooks() {
        return books.stream()
                .filter(Books::valid)
                .filter(one ->
                        noise.stream().noneMatch(span -> span.fromNanos < one.toNanos && one.fromNanos < span.toNanos))
                .toList();
    }

    @Override
    public void close() {
        good.forEach(Child::close);
        spares.forEach(Child::close);
        service.close();
        try {
            // A service that was killed leaves it behind.
            Files.deleteIfExists(Path.of("/dev/shm/wave-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
