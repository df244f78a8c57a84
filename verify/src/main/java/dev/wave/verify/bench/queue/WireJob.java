package dev.wave.verify.bench.queue;

import dev.wave.verify.bench.queue.WirePeer.End;
import java.util.List;
import java.util.Locale;

/**
 * What one measuring process is told, in this order, on its command line.
 *
 * @param peer name of the queue
 * @param cpu where its thread stays
 * @param otherCpu where the second thread stays, if both ends are in this process
 * @param messages per round; a multiple of 1,000
 */
record WireJob(
        String peer, End end, Mode mode, String link, int cpu, int otherCpu, int warmRounds, int rounds, int messages) {
    /** What is measured. */
    enum Mode {
        ONE_WAY,
        ROUND_TRIP
    }

    List<String> words() {
        return List.of(
                peer,
                end.name().toLowerCase(Locale.ROOT),
                mode.name().toLowerCase(Locale.ROOT),
                link,
                Integer.toString(cpu),
                Integer.toString(otherCpu),
                Integer.toString(warmRounds),
                Integer.toString(rounds),
                Integer.toString(messages));
    }

    static WireJob parse(String... words) {
        return new WireJob(
                words[0],
                End.valueOf(words[1].toUpperCase(Locale.ROOT)),
                Mode.valueOf(words[2].toUpperCase(Locale.ROOT)),
                words[3],
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]),
                Integer.parseInt(words[6]),
                Integer.parseInt(words[7]),
                Integer.parseInt(words[8]));
    }
}
