package dev.wave.sim.machine;

import java.util.random.RandomGenerator;

/** Interrupts that get lost, come twice or late, by chance, until they are mended. */
public final class UnreliableInterrupts implements InterruptFaults {
    private final Rates rates;
    private final RandomGenerator random;
    private boolean mended;
    private long lost;
    private long duplicated;
    private long late;

    /**
     * How often what happens, as shares of all interrupts.
     *
     * @param lost never arrive
     * @param duplicated arrive twice
     * @param late arrive later than they should
     * @param latestPicos by so much at most
     */
    public record Rates(double lost, double duplicated, double late, long latestPicos) {}

    public UnreliableInterrupts(Rates rates, RandomGenerator random) {
        this.rates = rates;
        this.random = random;
    }

    /** From now on all arrive as they were sent. */
    public void mend() {
        mended = true;
    }

    @Override
    public int copies() {
        if (mended) {
            return 1;
        }
        double fate = random.nextDouble();
        if (fate < rates.lost) {
            lost++;
            return 0;
        }
        boolean twice = fate < rates.lost + rates.duplicated;
        duplicated += twice ? 1 : 0;
        return twice ? 2 : 1;
    }

    @Override
    public long latePicos() {
        if (mended || random.nextDouble() >= rates.late) {
            return 0;
        }
        late++;
        return 1 + random.nextLong(Math.max(1, rates.latestPicos));
    }

    /** Interrupts that never arrived. */
    public long lost() {
        return lost;
    }

    /** Interrupts that arrived twice. */
    public long duplicated() {
        return duplicated;
    }

    /** Interrupts that arrived late. */
    public long late() {
        return late;
    }
}
