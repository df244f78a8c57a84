package dev.wave.lab.queueing;

/** What customers went through, of all that were served since it was last cleared. Times in picoseconds. */
public final class Sojourns {
    private final long longWait;
    private final long longDemand;
    private long customers;
    private long waiting;
    private long responding;
    private long longWaits;
    private long longDemands;
    private long respondingToLong;

    /**
     * @param longWait waits above this are counted
     * @param longDemand customers who ask for this or more are also added up apart
     */
    public Sojourns(long longWait, long longDemand) {
        this.longWait = longWait;
        this.longDemand = longDemand;
    }

    /** Means only. */
    public Sojourns() {
        this(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    void add(long waited, long responded, long demand) {
        customers++;
        waiting += waited;
        responding += responded;
        if (waited > longWait) {
            longWaits++;
        }
        if (demand >= longDemand) {
            longDemands++;
            respondingToLong += responded;
        }
    }

    /** Forgets all: what follows is measured. */
    public void clear() {
        customers = 0;
        waiting = 0;
        responding = 0;
        longWaits = 0;
        longDemands = 0;
        respondingToLong = 0;
    }

    public long customers() {
        return customers;
    }

    /** From arrival to the beginning of service. */
    public double meanWait() {
        return waiting / (double) customers;
    }

    /** From arrival to departure. */
    public double meanResponse() {
        return responding / (double) customers;
    }

    /** Share of the customers who waited longer than the limit. */
    public double longWaitShare() {
        return longWaits / (double) customers;
    }

    /** Of those who asked for little. */
    public double meanResponseToShort() {
        return (responding - respondingToLong) / (double) (customers - longDemands);
    }

    /** Of those who asked for much. */
    public double meanResponseToLong() {
        return respondingToLong / (double) longDemands;
    }
}
