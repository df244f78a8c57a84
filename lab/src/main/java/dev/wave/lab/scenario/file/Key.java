package dev.wave.lab.scenario.file;

import java.util.Arrays;
import java.util.List;

/** What a scenario may say: the one list that the reader of files, its error messages and the table in docs/simulator.md go by. */
public enum Key {
    TITLE("title", Kind.TEXT, "the file's name", "what stands at the top of the report"),

    MACHINE_PRESET(
            "machine.preset", Kind.WORD, "mount-evans", "whose constants to take: mount-evans, coherent or bluefield"),
    MACHINE_MODEL(
            "machine.model", Kind.FILE, "none", "a model file of your own instead, its path as seen from the scenario"),
    MACHINE_OVERRIDES(
            "machine.overrides",
            Kind.CONSTANTS,
            "none",
            "a table of constants that differ: their names and units are those of model files"),

    HOST_CORES(
            "host.cores",
            Kind.COUNT,
            "the machine's",
            "cores of the host, 2 to 256; an agent on the host takes one of them"),
    HOST_THREADS("host.threads", Kind.COUNT, "200", "threads that serve, each one request at a time; 1 to 20000"),
    HOST_QUEUE_DEPTH("host.queue-depth", Kind.COUNT, "1024", "slots of a message queue: a power of two, 4 to 65536"),

    LINK_SHAPE(
            "link.shape",
            Kind.WORD,
            "tuned; coherent or dma on the presets for it",
            "how queues are mapped: uncached, nic-cached, tuned (write-combining and write-through on the host), coherent, or dma (queues in host memory)"),
    LINK_PRESTAGE("link.prestage", Kind.COUNT, "1", "decisions kept ready for a busy core, 0 to 8"),
    LINK_PREFETCH(
            "link.prefetch",
            Kind.SWITCH,
            "true",
            "whether cores ask for the line of their next decision ahead of time"),

    WORKLOAD_ARRIVALS(
            "workload.arrivals",
            Kind.WORD,
            "poisson",
            "poisson, bursty, closed (clients that wait and think) or trace"),
    WORKLOAD_LOAD(
            "workload.load",
            Kind.SHARE,
            "0.7",
            "requests offered, as a share of what all cores could serve if nothing but requests cost anything; up to 2"),
    WORKLOAD_MIX(
            "workload.mix",
            Kind.WORD,
            "gets",
            "gets, gets-and-ranges, high-bimodal, extreme-bimodal, rocksdb, tpcc or exponential; or write [[workload.class]] tables"),
    WORKLOAD_BURST_FACTOR("workload.burst-factor", Kind.NUMBER, "5", "bursty: rate within bursts over the mean rate"),
    WORKLOAD_BURST_SHARE(
            "workload.burst-share",
            Kind.SHARE,
            "0.1",
            "bursty: share of time that is burst; times the factor at most 1"),
    WORKLOAD_BURST_LENGTH("workload.burst-length", Kind.TIME, "\"1 ms\"", "bursty: mean length of a burst"),
    WORKLOAD_THINK(
            "workload.think",
            Kind.TIME,
            "\"100 us\"",
            "closed: mean time from an answer to the next request, exponential"),
    WORKLOAD_TRACE(
            "workload.trace", Kind.FILE, "none", "trace: lines of arrival_ns,service_ns,class; stretched to the load"),

    CLASS_NAME("workload.class.name", Kind.TEXT, "must be given", "a class of requests, as results call it"),
    CLASS_SHARE("workload.class.share", Kind.SHARE, "what the others leave", "how many of all requests are of it"),
    CLASS_SERVICE("workload.class.service", Kind.TIME, "must be given, or histogram", "mean service time"),
    CLASS_DISTRIBUTION(
            "workload.class.distribution", Kind.WORD, "constant", "of the service time: constant or exponential"),
    CLASS_HISTOGRAM(
            "workload.class.histogram", Kind.FILE, "none", "service times from a file of service_ns,weight instead"),

    POLICY_NAME(
            "policy.name",
            Kind.TEXT,
            "Shinjuku",
            "Fifo, Shinjuku, RoundRobin, ShinjukuMultiQueue, EarliestDeadline, a class on the class path, or a .java file"),
    POLICY_SLICE("policy.slice", Kind.TIME, "\"30 us\"", "slice of policies that have one, 1 us to 1 s"),
    POLICY_TARGETS(
            "policy.targets",
            Kind.TIMES,
            "[\"50 us\", \"10 ms\"]",
            "ShinjukuMultiQueue: waiting-time target of each class"),

    SWEEP_OF("sweep.of", Kind.WORD, "load", "what to vary: load, slice, link-latency, cores, queue-depth or constant"),
    SWEEP_CONSTANT("sweep.constant", Kind.TEXT, "none", "which constant of the machine, if it is one"),
    SWEEP_VALUES(
            "sweep.values",
            Kind.VALUES,
            "by what is varied",
            "its values, at most 40: numbers, times (\"500 ns\"), or numbers with the constant's unit"),

    GOAL_CLASS("goal.class", Kind.TEXT, "the most frequent", "the class of requests whose latency the answer is about"),

    RUN_SEED("run.seed", Kind.COUNT, "42", "of everything that is drawn; --seed goes before it"),
    RUN_REQUESTS(
            "run.requests",
            Kind.COUNT,
            "40000",
            "requests measured per run, 1000 to 10000000; a tenth more warm it up"),
    RUN_REPETITIONS(
            "run.repetitions",
            Kind.COUNT,
            "5",
            "runs of each point, 2 to 100, each from another seed; --repeat goes before it");

    private final String path;
    private final Kind kind;
    private final String fallback;
    private final String meaning;

    Key(String path, Kind kind, String fallback, String meaning) {
        this.path = path;
        this.kind = kind;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** What a value is, as TOML has it. */
    public enum Kind {
        TEXT("text"),
        WORD("one of the words"),
        FILE("path"),
        COUNT("whole number"),
        NUMBER("number"),
        SHARE("number above 0"),
        TIME("time: \"30 us\", in ns, us, ms or s"),
        TIMES("list of times"),
        SWITCH("true or false"),
        VALUES("list"),
        CONSTANTS("table");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** With its tables, separated by points. */
    public String path() {
        return path;
    }

    public Kind kind() {
        return kind;
    }

    /** What holds when it is not given, in words. */
    public String fallback() {
        return fallback;
    }

    public String meaning() {
        return meaning;
    }

    /** Stands in {@code [[workload.class]]}, of which there may be several. */
    boolean ofClass() {
        return path.startsWith("workload.class.");
    }

    /** Within its table. */
    String lastName() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    static List<String> paths() {
        return Arrays.stream(values()).map(Key::path).toList();
    }

    /** As a table in Markdown: what docs/simulator.md shows. */
    public static String table() {
        StringBuilder table = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
        for (Key key : values()) {
            table.append("| `")
                    .append(key.path)
                    .append("` | ")
                    .append(key.kind.words())
                    .append(" | ")
                    .append(key.fallback);
            table.append(" | ").append(key.meaning).append(" |\n");
        }
        return table.toString();
    }
}
