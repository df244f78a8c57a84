package dev.wave.core.ledger;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The ledger's events as Flight Recorder sees them; docs/tracing.md explains them to those who read recordings.
 *
 * <p>Their own time stamps are each JVM's wall clock, which two JVMs round differently; {@code nanos}, by the injected clock, is what
 * host and agent have in common.
 */
final class LedgerEvents {
    private LedgerEvents() {}

    /** What all have in common. Fields of a superclass are recorded too, as long as they are not private. */
    @Enabled(false)
    @StackTrace(false)
    abstract static class Entry extends Event {
        @Label("Link")
        @Description("The link the host and its agent speak over, which tells enclaves apart")
        String link;

        @Label("Epoch")
        @Description("The incarnation of the agent; 0 while the fallback is in charge")
        long epoch;

        @Label("Time")
        @Description(
                "When it happened, in nanoseconds of the machine's monotonic clock (of the simulated clock in a simulation)")
        long nanos;
    }

    /** An entry about one target. */
    abstract static class TargetEntry extends Entry {
        @Label("Target")
        @Description("Index of the target in the host's table")
        int target;

        @Label("Generation")
        @Description("How often the index was given out before")
        int generation;
    }

    @Name("wave.Message")
    @Label("Message Sent")
    @Category({"Wave", "Host"})
    @Description("The host told the agent about a target")
    static final class Message extends TargetEntry {
        @Label("Sequence")
        @Description("The target's sequence number; a decision based on this message carries it as its stamp")
        long sequence;

        @Label("Kind")
        @Description("What is reported (docs/protocol.md, section 4.1)")
        String kind;

        @Label("State")
        String state;

        @Label("Queue")
        @Description(
                "Number of the message queue: a core's own, or, one past the last core, the guarded queue of all other threads")
        int queue;

        @Label("Class")
        @Description("The class a hint gave the target; 0 without one")
        int targetClass;

        @Label("Changed At")
        @Description(
                "When what is reported happened, in nanoseconds of the same clock; earlier than the message if that had to wait")
        long changedNanos;
    }

    @Name("wave.MessageTaken")
    @Label("Message Taken")
    @Category({"Wave", "Agent"})
    @Description("The agent took a message out of its queue")
    static final class MessageTaken extends TargetEntry {
        @Label("Sequence")
        long sequence;

        @Label("Kind")
        String kind;
    }

    @Name("wave.Decision")
    @Label("Decision Published")
    @Category({"Wave", "Agent"})
    @Description("The agent published a decision")
    static final class Decision extends TargetEntry {
        @Label("Decision")
        @Description("Unique within the epoch")
        long decision;

        @Label("Core")
        int core;

        @Label("Stamp")
        @Description("Sequence number of the message the decision is based on")
        long stamp;
    }

    @Name("wave.Outcome")
    @Label("Decision Answered")
    @Category({"Wave", "Host"})
    @Description("The host answered a decision")
    static final class Answer extends TargetEntry {
        @Label("Decision")
        long decision;

        @Label("Core")
        int core;

        @Label("Stamp")
        long stamp;

        @Label("Outcome")
        @Description("COMMITTED, or why not (docs/protocol.md, section 2)")
        String outcome;

        @Label("Dispatch")
        @Description("Number of the run this started on the core; 0 if none")
        long dispatch;
    }

    @Name("wave.OutcomeTaken")
    @Label("Outcome Taken")
    @Category({"Wave", "Agent"})
    @Description("The agent took the answer to one of its decisions")
    static final class AnswerTaken extends TargetEntry {
        @Label("Decision")
        long decision;

        @Label("Core")
        int core;

        @Label("Outcome")
        String outcome;
    }

    @Name("wave.Run")
    @Label("Run")
    @Category({"Wave", "Host"})
    @Description("A target's stay on a core, from the commit to the stop; its time is that of the stop")
    static final class Stay extends TargetEntry {
        @Label("Core")
        int core;

        @Label("Dispatch")
        long dispatch;

        @Label("Class")
        int targetClass;

        @Label("Stayed")
        @Timespan(Timespan.NANOSECONDS)
        long ranNanos;

        @Label("End")
        @Description("How it came off: BLOCK, YIELD, PREEMPT or EXIT")
        String end;
    }

    @Name("wave.Epoch")
    @Label("Epoch")
    @Category({"Wave", "Host"})
    @Description("The host put an agent in charge, or took one out of charge")
    static final class EpochChange extends Entry {
        @Label("Change")
        @Description("GRANTED or ENDED")
        String change;

        @Label("Reason")
        @Description("Why it ended (docs/protocol.md, section 3.3)")
        String reason;

        @Label("Agent Process")
        long agentPid;
    }

    @Name("wave.Preemption")
    @Label("Preemption Asked")
    @Category({"Wave", "Agent"})
    @Description("The agent asked a core to let go of what it runs")
    static final class PreemptionAsked extends Entry {
        @Label("Core")
        int core;

        @Label("Dispatch")
        @Description("Number of the run that is to end")
        long dispatch;
    }

    @Name("wave.Step")
    @Label("Agent Step")
    @Category({"Wave", "Agent"})
    @Description("A turn of the agent's loop that found something to do; its time is that of the end")
    static final class Step extends Entry {
        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long tookNanos;

        @Label("Done")
        @Description("Messages and outcomes taken, decisions published, cores asked")
        int done;
    }
}
