package dev.wave.core.protocol;

import dev.wave.core.link.LinkHeader;
import dev.wave.core.queue.QueueLayout;

/**
 * Byte offsets inside region {@code number} (docs/protocol.md, section 3.2). Methods named {@code host...} give offsets in
 * {@code TO_NIC}, which the host writes; {@code agent...} in {@code TO_HOST}, which the agent writes.
 *
 * <pre>
 *   TO_NIC:   grant | interrupt | armed x c | decisions-read x c | message queues x (c+1) | outcome queues x c
 *   TO_HOST:  claim | beat | armed | interrupt x c | summary | preemption x c | withdrawal x c
 *             | messages-read x (c+1) | outcomes-read x c | decision queues x c | counters
 * </pre>
 */
public record RegionLayout(Geometry geometry, int number) {
    private static final long LINE = QueueLayout.LINE;

    /** Bytes of an agent's counters: 64 words. */
    public static final long COUNTER_BYTES = 512;

    // Words of the claim line.
    public static final long NONCE = 0;
    public static final long PID = 8;
    public static final long VERSION = 16;
    public static final long FLAGS = 24;
    public static final long START_TIME = 32;
    public static final long ACCEPTED = 40;

    /** What {@link #claimCheck} makes of the other words: two agents that claim in the same instant leave a mixture, which nobody must believe. */
    public static final long CHECK = 48;

    private static final long CHECK_FACTOR = 0x9E3779B97F4A7C15L;
    public static final long FLAG_REPLACE = 1;

    // Words of the grant line.
    public static final long GRANT_EPOCH = 8;
    public static final long GRANT_STATE = 16;
    public static final long GRANT_REASON = 24;

    /** Bytes of one block of the host's counters: 16 words. */
    public static final long HOST_COUNTER_BYTES = 128;

    /** Entries of the host's error log, and the bytes of each. */
    public static final int ERROR_ENTRIES = 16;

    public static final long ERROR_BYTES = 128;

    /** Bytes of {@code TO_NIC}: header, regions, counters, error log, more counters. */
    public static long toNicBytes(Geometry g) {
        return hostMoreCounters(g, g.cores());
    }

    /** Bytes of {@code TO_NIC} that hosts of every version have. */
    public static long toNicLeastBytes(Geometry g) {
        return hostErrors(g) + ERROR_ENTRIES * ERROR_BYTES;
    }

    /** The counters of a core that its block of version 1 has no room for: a line of eight. */
    public static long hostMoreCounters(Geometry g, int core) {
        return toNicLeastBytes(g) + core * LINE;
    }

    /** The counters of a core, or, for {@link Geometry#guarded}, of the watchdog. */
    public static long hostCounters(Geometry g, int core) {
        return LinkHeader.BYTES + g.regions() * hostBytes(g) + core * HOST_COUNTER_BYTES;
    }

    /** The first entry of the host's error log. */
    public static long hostErrors(Geometry g) {
        return hostCounters(g, g.cores() + 1);
    }

    /** Bytes of all regions in {@code TO_HOST}. */
    public static long toHostBytes(Geometry g) {
        return g.regions() * agentBytes(g);
    }

    static long hostBytes(Geometry g) {
        long lines = 2 + 2L * g.cores();
        long messages = (g.cores() + 1) * QueueLayout.bytes(g.messageSlots());
        return lines * LINE + messages + g.cores() * QueueLayout.bytes(g.outcomeSlots());
    }

    static long agentBytes(Geometry g) {
        long lines = 3 + g.cores() + 1 + 2L * g.cores() + (g.cores() + 1) + g.cores();
        return lines * LINE + g.cores() * QueueLayout.bytes(g.decisionSlots()) + COUNTER_BYTES;
    }

    private long host(long line) {
        return LinkHeader.BYTES + number * hostBytes(geometry) + line * LINE;
    }

    private long agent(long line) {
        return number * agentBytes(geometry) + line * LINE;
    }

    public long hostGrant() {
        return host(0);
    }

    /** The ring word the host uses to wake the agent. */
    public long hostInterrupt() {
        return host(1);
    }

    /** The armed word of a core. */
    public long hostArmed(int core) {
        return host(2 + core);
    }

    private long hostDecisionsRead(int core) {
        return host(2 + geometry.cores() + core);
    }

    private long hostQueues() {
        return host(2 + 2L * geometry.cores());
    }

    /** First byte after what the host zeroes when it grants the region, counted from {@link #hostInterrupt}. */
    public long hostEnd() {
        return LinkHeader.BYTES + (number + 1) * hostBytes(geometry);
    }

    public long agentClaim() {
        return agent(0);
    }

    public long agentBeat() {
        return agent(1);
    }

    public long agentArmed() {
        return agent(2);
    }

    /** The ring word the agent uses to wake a core. */
    public long agentInterrupt(int core) {
        return agent(3 + core);
    }

    /** Which cores are asked to give way: a bit for each, modulo 64. */
    public long agentSummary() {
        return agent(3 + geometry.cores());
    }

    /** Which cores have decisions that were asked back and not answered: a bit for each, modulo 64, in the summary line. Since version 2. */
    public long agentAskedBack() {
        return agentSummary() + 8;
    }

    public long agentPreemption(int core) {
        return agentSummary() + LINE * (1 + core);
    }

    public long agentWithdrawal(int core) {
        return agentPreemption(geometry.cores()) + LINE * core;
    }

    private long agentMessagesRead(int queue) {
        return agentWithdrawal(geometry.cores()) + LINE * queue;
    }

    private long agentOutcomesRead(int queue) {
        return agentMessagesRead(geometry.cores() + 1) + LINE * queue;
    }

    private long agentQueues() {
        return agentOutcomesRead(geometry.cores());
    }

    public long agentCounters() {
        return agentQueues() + geometry.cores() * QueueLayout.bytes(geometry.decisionSlots());
    }

    public long agentEnd() {
        return (number + 1) * agentBytes(geometry);
    }

    public QueueLayout messages(int queue) {
        long base = hostQueues() + queue * QueueLayout.bytes(geometry.messageSlots());
        return new QueueLayout(base, agentMessagesRead(queue), geometry.messageSlots());
    }

    public QueueLayout outcomes(int queue) {
        long first = hostQueues() + (geometry.cores() + 1) * QueueLayout.bytes(geometry.messageSlots());
        long base = first + queue * QueueLayout.bytes(geometry.outcomeSlots());
        return new QueueLayout(base, agentOutcomesRead(queue), geometry.outcomeSlots());
    }

    public QueueLayout decisions(int core) {
        long base = agentQueues() + core * QueueLayout.bytes(geometry.decisionSlots());
        return new QueueLayout(base, hostDecisionsRead(core), geometry.decisionSlots());
    }

    /** The check word of a claim: each word in turn is added to what came before, times a factor that mixes well (2^64 over the golden ratio). */
    public static long claimCheck(long nonce, long pid, long version, long flags, long startTime) {
        long sum = nonce;
        sum = sum * CHECK_FACTOR + pid;
        sum = sum * CHECK_FACTOR + version;
        sum = sum * CHECK_FACTOR + flags;
        return sum * CHECK_FACTOR + startTime;
    }
}
