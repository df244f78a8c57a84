package dev.wave.verify.bench.queue;

import dev.wave.verify.bench.harness.Pin;
import dev.wave.verify.bench.queue.WirePeer.End;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The process that holds one end of a queue (both, for queues within a process), warms up, measures and says what it measured, in the lines
 * that {@link WireReport} reads. The C program says the same.
 */
public final class WireChild {
    /** Small enough that the JIT compiles the loop as a method and not only the one long call that is under way. */
    private static final int CHUNK = 1_000;

    private final WireJob job;
    private final WirePeer peer;
    private final StringBuilder said = new StringBuilder();

    private WireChild(WireJob job) {
        this.job = job;
        this.peer = peer(job.peer());
    }

    static WirePeer peer(String name) {
        return name.equals(WaveWire.Peer.NAME)
                ? new WaveWire.Peer()
                : ServiceLoader.load(WirePeer.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no queue named " + name));
    }

    /** Takes the words of a {@link WireJob}. */
    public static void main(String[] words) throws Exception {
        WireJob job = WireJob.parse(words);
        WireChild child = new WireChild(job);
        if (child.peer.inProcess()) {
            Thread second = new Thread(() -> child.runEnd(End.SECOND, job.otherCpu()), "second");
            second.start();
            child.runEnd(End.FIRST, job.cpu());
            second.join();
        } else {
            child.runEnd(job.end(), job.cpu());
        }
        System.out.print(child.said);
        System.out.flush();
    }

    private void runEnd(End end, int cpu) {
        Pin.to(cpu);
        try (Wire wire = peer.open(end, job.link())) {
            switch (job.mode()) {
                case ONE_WAY -> oneWay(end, wire);
                case ROUND_TRIP -> roundTrip(end, wire);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the " + end + " end of " + peer.name() + " failed", e);
        }
    }

    private synchronized void say(String line) {
        said.append(line).append('\n');
    }

    private void oneWay(End end, Wire wire) {
        long last = System.nanoTime();
        long switches = 0;
        for (int round = -job.warmRounds(); round < job.rounds(); round++) {
            switches = round == 0 ? Pin.switches() : switches;
            long first = (long) (round + job.warmRounds()) * job.messages();
            if (end == End.FIRST) {
                produce(wire, first);
                continue;
            }
            check(consume(wire), first);
            long now = System.nanoTime();
            if (round >= 0) {
                say("round " + (now - last));
            }
            last = now;
        }
        sayHowDisturbed(switches);
    }

    /** While the code was warming up, its own JVM's compilers took the CPUs; that is nobody's disturbance. */
    private void sayHowDisturbed(long switchesBefore) {
        say("switches " + (Pin.switches() - switchesBefore));
    }

    private void check(long sum, long first) {
        if (sum != Wire.sum(first, job.messages())) {
            throw new IllegalStateException("messages after " + first + " were lost or changed: sum " + sum);
        }
    }

    private void produce(Wire wire, long first) {
        for (int done = 0; done < job.messages(); done += CHUNK) {
            wire.produce(first + done, CHUNK);
        }
    }

    private long consume(Wire wire) {
        long sum = 0;
        for (int done = 0; done < job.messages(); done += CHUNK) {
            sum += wire.consume(CHUNK);
        }
        return sum;
    }

    private void roundTrip(End end, Wire wire) {
        int[] nanos = new int[job.messages()];
        long switches = 0;
        for (int round = -job.warmRounds(); round < job.rounds(); round++) {
            switches = round == 0 ? Pin.switches() : switches;
            for (int done = 0; done < job.messages(); done += CHUNK) {
                if (end == End.FIRST) {
                    ask(wire, nanos, done);
                } else {
                    answer(wire);
                }
            }
            if (end == End.FIRST && round >= 0) {
                say("trips" + histogram(nanos));
            }
        }
        sayHowDisturbed(switches);
    }

    private static void ask(Wire wire, int[] nanos, int from) {
        long last = System.nanoTime();
        for (int i = from; i < from + CHUNK; i++) {
            wire.send(i);
            if (wire.receive() != Wire.sum(i, 1)) {
                throw new IllegalStateException("the answer to " + i + " is another's");
            }
            long now = System.nanoTime();
            nanos[i] = (int) Math.min(now - last, Integer.MAX_VALUE);
            last = now;
        }
    }

    private static void answer(Wire wire) {
        for (int i = 0; i < CHUNK; i++) {
            wire.send((wire.receive() - WORD_SUM) / Wire.WORDS);
        }
    }

    /** What the seven words of message 0 add up to. */
    private static final long WORD_SUM = Wire.sum(0, 1);

    private static String histogram(int[] nanos) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int each : nanos) {
            counts.merge(each, 1, Integer::sum);
        }
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (value, count) -> text.append(' ').append(value).append(':').append(count));
        return text.toString();
    }
}
