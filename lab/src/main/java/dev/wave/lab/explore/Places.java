package dev.wave.lab.explore;

import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.QueueLayout;
import java.util.Arrays;

/**
 * What steps begin with, as numbers that cost nothing to pass, and their names.
 *
 * <pre>
 *   0 ...      2 * word + (1 if it is a store)
 *   below 0    what is no access
 * </pre>
 */
final class Places {
    static final int BEGINS = -1;
    static final int ENDS = -2;
    static final int CLOCK = -3;
    static final int SLEEPS = -4;
    static final int POLLS = -5;
    static final int RUNS = -6;
    static final int TELLS = -7;

    private final String[] names;
    private final int toNicWords;

    /** @param words the windows' and, behind them, the interrupts' */
    Places(Geometry geometry, int toNicWords, int words) {
        this.toNicWords = toNicWords;
        names = new String[words];
        Arrays.fill(names, "");
        RegionLayout region = new RegionLayout(geometry, 0);
        toNic(region.hostGrant(), "grant");
        toHost(region.agentClaim(), "claim");
        toHost(region.agentBeat(), "beat");
        toHost(region.agentArmed(), "armed word of the agent");
        toHost(region.agentSummary(), "summary line");
        for (int core = 0; core < geometry.cores(); core++) {
            toNic(RegionLayout.hostCounters(geometry, core), "counters of core " + core);
            toNic(RegionLayout.hostCounters(geometry, core) + 64, "more counters of core " + core);
            toNic(region.hostArmed(core), "armed word of core " + core);
            toHost(region.agentPreemption(core), "preemption line of core " + core);
            toHost(region.agentWithdrawal(core), "withdrawal line of core " + core);
            queue(region.decisions(core), "decisions " + core, toNicWords, 0);
            queue(region.outcomes(core), "outcomes " + core, 0, toNicWords);
        }
        for (int queue = 0; queue <= geometry.cores(); queue++) {
            queue(region.messages(queue), "messages " + queue, 0, toNicWords);
        }
    }

    private void toNic(long offset, String name) {
        line(offset, 0, name);
    }

    private void toHost(long offset, String name) {
        line(offset, toNicWords, name);
    }

    private void line(long offset, int window, String name) {
        for (int word = 0; word < 8; word++) {
            names[window + (int) (offset / 8) + word] = name + (word == 0 ? "" : ", word " + word);
        }
    }

    private void queue(QueueLayout queue, String name, int window, int readWindow) {
        line(queue.base(), window, "header of " + name);
        line(queue.readLine(), readWindow, "read line of " + name);
        for (int slot = 0; slot < queue.slots(); slot++) {
            line(queue.slot(slot), window, "slot " + slot + " of " + name);
        }
    }

    static int access(int word, boolean stores) {
        return 2 * word + (stores ? 1 : 0);
    }

    String name(int what) {
        return switch (what) {
            case BEGINS -> "begins";
            case ENDS -> "ends";
            case CLOCK -> "looks at the clock";
            case SLEEPS -> "sleeps until it is rung";
            case POLLS -> "polls until something comes";
            case RUNS -> "runs a thread";
            case TELLS -> "tells of an event";
            default -> ((what & 1) == 1 ? "stores " : "loads ") + word(what / 2);
        };
    }

    String word(int word) {
        if (!names[word].isEmpty()) {
            return names[word];
        }
        return word < toNicWords
                ? "TO_NIC word " + word
                : word < names.length ? "TO_HOST or ring word " + (word - toNicWords) : "?";
    }
}
