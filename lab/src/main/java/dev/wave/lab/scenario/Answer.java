package dev.wave.lab.scenario;

import dev.wave.lab.experiment.Interval;
import dev.wave.lab.report.Figures;
import dev.wave.lab.scenario.PointResult.Quantile;
import dev.wave.lab.scenario.Setup.Side;
import java.util.Locale;

/** Whether offloading pays, in words. */
public final class Answer {
    private final ScenarioResult result;
    private final Interval gain;
    private final Interval tail;

    public Answer(ScenarioResult result) {
        this.result = result;
        this.gain = result.own().saturationGain();
        this.tail = result.own().latencyGain(result.scenario().goalClass(), Quantile.P99);
    }

    /** What is shown of the highest rate: with an interval around it, and not within it. */
    public enum Verdict {
        PAYS("pays"),
        DOES_NOT_PAY("does not pay"),
        NOT_SHOWN("is not shown to pay or to cost");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public Verdict verdict() {
        return gain.low() > 0 ? Verdict.PAYS : gain.high() < 0 ? Verdict.DOES_NOT_PAY : Verdict.NOT_SHOWN;
    }

    /** One sentence, or two. */
    public String words() {
        return "Offloading " + verdict().words() + " for this workload: throughput " + percent(gain) + ", " + latency()
                + "; " + breakEven() + "." + worseTail();
    }

    private String latency() {
        String of = result.scenario().goalClassName() + " p99";
        String at = " at a load of " + Figures.plain(result.scenario().base().load());
        if (tail.known()) {
            return of + " " + percent(tail) + (shown(tail) ? "" : " (not shown)") + at;
        }
        boolean host = result.own().keptUp(Side.ON_HOST);
        boolean nic = result.own().keptUp(Side.OFFLOADED);
        if (host && nic) {
            return of + " unknown (too few requests)";
        }
        String behind = host ? "the agent on the NIC does" : nic ? "the agent on the host does" : "both do";
        return of + " unknown, because " + behind + " not keep up" + at;
    }

    private String worseTail() {
        return verdict() == Verdict.PAYS && tail.known() && tail.low() > 0
                ? " It costs latency: whoever counts p99 alone is better off with the agent on the host."
                : "";
    }

    private String breakEven() {
        BreakEven found = result.breakEven();
        return switch (found.outcome()) {
            case CROSSES -> "breaks even at a link latency of " + time(found.nanos());
            case ALWAYS_PAYS -> "pays up to the longest link latency tried, " + Quantity.time(found.most());
            case NEVER_PAYS -> "pays at no link latency tried, up to " + Quantity.time(found.most());
        };
    }

    private static boolean shown(Interval interval) {
        return interval.low() > 0 || interval.high() < 0;
    }

    private static String percent(Interval share) {
        String scatter =
                Double.isNaN(share.halfWidth()) ? "" : String.format(Locale.ROOT, " (±%.1f)", 100 * share.halfWidth());
        return String.format(Locale.ROOT, "%+.1f %%%s", 100 * share.mean(), scatter);
    }

    private static String time(Interval nanos) {
        double unit = nanos.mean() < 1e3 ? 1 : 1e3;
        String word = unit == 1 ? " ns" : " us";
        String scatter =
                Double.isNaN(nanos.halfWidth()) ? "" : String.format(Locale.ROOT, " (±%.2g)", nanos.halfWidth() / unit);
        return String.format(Locale.ROOT, "%.3g%s%s", nanos.mean() / unit, word, scatter);
    }
}
