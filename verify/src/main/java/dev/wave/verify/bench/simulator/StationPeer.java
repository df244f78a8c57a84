package dev.wave.verify.bench.simulator;

/** Another simulator that can do the same. Found by its name, so that its library need not be there. */
public interface StationPeer {
    /**
     * @param shared processor sharing; else first come first served
     * @param perMicro customers that come in a microsecond
     * @param serviceMicros mean demand
     */
    Means open(boolean shared, int servers, double perMicro, double serviceMicros);

    /** A station at work. */
    interface Means {
        /** Goes on until so many more have left. */
        void serve(long customers);

        double meanWaitMicros();

        double meanResponseMicros();
    }
}
