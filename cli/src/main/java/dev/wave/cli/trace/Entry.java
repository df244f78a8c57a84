package dev.wave.cli.trace;

/** An entry of a ledger, as {@code dev.wave.core.ledger} wrote it. Times are nanoseconds of the clock all processes of the machine share. */
sealed interface Entry {
    Common common();

    default String link() {
        return common().link();
    }

    default long nanos() {
        return common().nanos();
    }

    default long epoch() {
        return common().epoch();
    }

    /** What all entries have. */
    record Common(String link, long epoch, long nanos) {}

    /** A thread, or whatever else is decided about. */
    record Target(int index, int generation) {
        @Override
        public String toString() {
            return "target " + index;
        }
    }

    /** What a message said last of a target, and what a decision is based on. */
    record Basis(String link, long epoch, Target target, long sequence) {}

    /** A decision's name. */
    record Id(String link, long epoch, long decision) {}

    /** A run's name. */
    record Start(String link, int core, long dispatch) {}

    /** The host sent a message. */
    record Message(
            Common common, Target target, long sequence, String kind, int queue, int targetClass, long changedNanos)
            implements Entry {
        Basis basis() {
            return new Basis(link(), epoch(), target, sequence);
        }
    }

    /** The agent took a message. */
    record MessageTaken(Common common, Target target, long sequence, String kind) implements Entry {
        Basis basis() {
            return new Basis(link(), epoch(), target, sequence);
        }
    }

    /** The agent published a decision. */
    record Decision(Common common, Target target, long decision, int core, long stamp) implements Entry {
        Id id() {
            return new Id(link(), epoch(), decision);
        }

        Basis basis() {
            return new Basis(link(), epoch(), target, stamp);
        }
    }

    /** The host answered a decision. */
    record Answer(Common common, Target target, long decision, int core, String outcome, long dispatch)
            implements Entry {
        Id id() {
            return new Id(link(), epoch(), decision);
        }

        boolean committed() {
            return outcome.equals("COMMITTED");
        }

        Start start() {
            return new Start(link(), core, dispatch);
        }
    }

    /** The agent took an answer. */
    record AnswerTaken(Common common, Target target, long decision, int core, String outcome) implements Entry {}

    /** A target's stay on a core; {@code nanos} is its end. */
    record Run(Common common, Target target, int core, long dispatch, int targetClass, long ranNanos, String end)
            implements Entry {
        long startNanos() {
            return nanos() - ranNanos;
        }

        Start start() {
            return new Start(link(), core, dispatch);
        }
    }

    /** An agent was put in charge, or taken out of it. */
    record EpochChange(Common common, boolean granted, String reason, long agentPid) implements Entry {}

    /** The agent asked a core to let go. */
    record Preemption(Common common, int core, long dispatch) implements Entry {}

    /** A step of the agent that did something; {@code nanos} is its end. */
    record Step(Common common, long tookNanos, int done) implements Entry {
        long startNanos() {
            return nanos() - tookNanos;
        }
    }
}
