package dev.wave.lab.workload;

import static dev.wave.lab.workload.ServiceTime.constantNanos;
import static dev.wave.lab.workload.ServiceTime.exponentialNanos;

import java.util.LinkedHashMap;
import java.util.Map;

/** Mixes of requests from the literature, by the names under which they are known. */
public final class PublishedMixes {
    /** Wave's FIFO experiment (ASPLOS 2025): RocksDB GETs of 10 us. */
    public static final Mix GETS = Mix.only("GET", constantNanos(10_000));

    /** Wave's Shinjuku experiment: 99.5 % GETs of 10 us, 0.5 % range queries of 10 ms. */
    public static final Mix GETS_AND_RANGES = two("GET", 10_000, "RANGE", 10_000_000, 0.005);

    /** High bimodal (Shinjuku, Persephone's DISP2): half 1 us, half 100 us. */
    public static final Mix HIGH_BIMODAL = two("SHORT", 1_000, "LONG", 100_000, 0.5);

    /** Extreme bimodal (Persephone's SBIM2): 99.5 % 0.5 us, 0.5 % 500 us. */
    public static final Mix EXTREME_BIMODAL = two("SHORT", 500, "LONG", 500_000, 0.005);

    /** Persephone's RocksDB: half GETs of 1.5 us, half scans of 635 us. */
    public static final Mix ROCKSDB = two("GET", 1_500, "SCAN", 635_000, 0.5);

    /** Persephone's TPC-C: five transactions in the standard's shares. */
    public static final Mix TPCC = Mix.of(
            new RequestClass("Payment", 0.44, constantNanos(5_700)),
            new RequestClass("OrderStatus", 0.04, constantNanos(6_000)),
            new RequestClass("NewOrder", 0.44, constantNanos(20_000)),
            new RequestClass("Delivery", 0.04, constantNanos(88_000)),
            new RequestClass("StockLevel", 0.04, constantNanos(100_000)));

    /** Exponential, 10 us on average: what textbooks compute with. */
    public static final Mix EXPONENTIAL = Mix.only("REQUEST", exponentialNanos(10_000));

    private static final Map<String, Mix> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("gets", GETS);
        BY_NAME.put("gets-and-ranges", GETS_AND_RANGES);
        BY_NAME.put("high-bimodal", HIGH_BIMODAL);
        BY_NAME.put("extreme-bimodal", EXTREME_BIMODAL);
        BY_NAME.put("rocksdb", ROCKSDB);
        BY_NAME.put("tpcc", TPCC);
        BY_NAME.put("exponential", EXPONENTIAL);
    }

    private PublishedMixes() {}

    /** All of them by name, in the order in which to list them. */
    public static Map<String, Mix> byName() {
        return new LinkedHashMap<>(BY_NAME);
    }

    private static Mix two(String one, double nanos, String other, double otherNanos, double otherShare) {
        return Mix.of(
                new RequestClass(one, 1 - otherShare, constantNanos(nanos)),
                new RequestClass(other, otherShare, constantNanos(otherNanos)));
    }
}
