package dev.wave.verify.mutation;

import java.util.List;
import java.util.stream.Stream;

/** The rules that hold the protocol up, each with a way to drop it. */
final class Mutations {
    private static final String HOST = "core/src/main/java/dev/wave/core/host/";
    private static final String AGENT = "core/src/main/java/dev/wave/core/agent/";
    private static final String QUEUE = "core/src/main/java/dev/wave/core/queue/";
    private static final String PAGE = "docs/protocol.md";
    private static final String INBOX = HOST + "DecisionInbox.java";

    private Mutations() {}

    static List<Mutation> all() {
        return Stream.of(order(), form(), attaching(), page(), sending(), queues())
                .flatMap(List::stream)
                .toList();
    }

    /** Whether a decision still counts. */
    private static List<Mutation> order() {
        return List.of(
                new Mutation(
                        "the stamp check",
                        INBOX,
                        "lastSequence == stamp ? TargetEvent.COMMIT : TargetEvent.COMMIT_STALE",
                        "TargetEvent.COMMIT",
                        List.of("host.DecisionTest")),
                new Mutation(
                        "the withdrawal rule",
                        INBOX,
                        "if (withdrawn(decisions.position() - 1)) {",
                        "if (false) {",
                        List.of("host.MessagesTest", "host.FallbackTest")),
                new Mutation(
                        "who is about to sleep answers what was asked back",
                        HOST + "Enclave.java",
                        "if (idle) {",
                        "if (false) {",
                        List.of("host.FallbackTest")),
                new Mutation(
                        "the epoch check: what the slot says",
                        INBOX,
                        "DecisionLayout.epoch(decisions) != (epoch & 0xffffffffL) || enclave.epoch() != epoch",
                        "enclave.epoch() != epoch",
                        List.of("host.DecisionTest")),
                new Mutation(
                        "the epoch check: who is in charge by now",
                        INBOX,
                        "DecisionLayout.epoch(decisions) != (epoch & 0xffffffffL) || enclave.epoch() != epoch",
                        "DecisionLayout.epoch(decisions) != (epoch & 0xffffffffL)",
                        List.of("host.EpochCheckTest")));
    }

    /** Whether a decision names what exists and may be. */
    private static List<Mutation> form() {
        return List.of(
                new Mutation(
                        "the check of the core",
                        INBOX,
                        "if (DecisionLayout.core(decisions) != core) {",
                        "if (false) {",
                        List.of("host.DecisionTest")),
                new Mutation(
                        "the check of kind and reserved words",
                        INBOX,
                        "if (!DecisionLayout.wellFormed(decisions) || ",
                        "if (",
                        List.of("host.DecisionTest")),
                new Mutation(
                        "the check of the affinity",
                        INBOX,
                        "ready && !enclave.cores().mayRun(target, core)",
                        "ready && false",
                        List.of("host.DecisionTest")),
                new Mutation(
                        "the generation check",
                        HOST + "TargetRegistry.java",
                        "return target != null && target.id() == id ? target : null;",
                        "return target;",
                        List.of("host.TargetRegistryTest")));
    }

    /** Who may use a region. */
    private static List<Mutation> attaching() {
        return List.of(
                new Mutation(
                        "the accepted check: nothing is read before its owner prepared it",
                        INBOX,
                        "closed || !accepted() ? null : member",
                        "closed ? null : member",
                        List.of("host.AttachTest")),
                new Mutation(
                        "a read line that a former owner left promises no room",
                        QUEUE + "SlotWriter.java",
                        "if (!believed.getAsBoolean()) {",
                        "if (false) {",
                        List.of("host.RegionReuseTest")),
                new Mutation(
                        "a region is closed until its owner left or died",
                        HOST + "Claims.java",
                        "closed(number) && word(region(number), RegionLayout.NONCE) == 0",
                        "closed(number)",
                        List.of("host.AttachTest", "host.RegionReuseTest")),
                new Mutation(
                        "the nonce check: another's grant is not ours",
                        AGENT + "AgentSeat.java",
                        "} else if (answered == nonce) {",
                        "} else if (answered != 0) {",
                        List.of("host.EnclaveReorderingTest")));
    }

    /** Rows of the state machine. */
    private static List<Mutation> page() {
        return List.of(
                new Mutation(
                        "the hand-over rule: a target woken while it runs is not given to another core",
                        PAGE,
                        "| RUNNING | WAKE | WOKEN | = | - | any | - |",
                        "| RUNNING | WAKE | READY | +1 | - | any | READY |",
                        List.of("host.SwarmTest")),
                new Mutation(
                        "the hand-over rule: a wake-up while it runs is remembered",
                        PAGE,
                        "| RUNNING | WAKE | WOKEN | = | - | any | - |",
                        "| RUNNING | WAKE | RUNNING | = | - | any | - |",
                        List.of("host.SwarmTest")),
                new Mutation(
                        "fallback makes decisions under way stale",
                        PAGE,
                        "| READY | FALLBACK | READY | +1 | - | ends | - |",
                        "| READY | FALLBACK | READY | = | - | ends | - |",
                        List.of("protocol.StateTableTest")),
                new Mutation(
                        "discovery makes what earlier agents knew stale",
                        PAGE,
                        "| READY | DISCOVER | READY | +1 | - | begins | DISCOVERED |",
                        "| READY | DISCOVER | READY | = | - | begins | DISCOVERED |",
                        List.of("protocol.StateTableTest")));
    }

    /** What is told, and what may be decided. */
    private static List<Mutation> sending() {
        return List.of(
                new Mutation(
                        "a decision slot is not reused before its outcome",
                        AGENT + "CoreQueues.java",
                        "return pending() < targets.length;",
                        "return true;",
                        List.of("host.DecisionTest", "host.AllocationTest", "host.SwarmTest")),
                new Mutation(
                        "the epoch is read after each entry of the fallback's list was taken",
                        HOST + "Enclave.java",
                        "            if (incarnation.epoch() == 0) {",
                        "            if (false) {",
                        List.of("host.FallbackTest")));
    }

    /** Slots. */
    private static List<Mutation> queues() {
        return List.of(
                new Mutation(
                        "the valid word is read again after the copy",
                        QUEUE + "SlotReader.java",
                        "if (into[0] != valid) {",
                        "if (false) {",
                        List.of("queue.SlotRecheckTest")),
                new Mutation(
                        "a slot is copied once",
                        QUEUE + "SlotReader.java",
                        "return copy[index];",
                        "return index == 0 ? copy[0] : other.load(layout.slot(position - 1) + index * 8L);",
                        List.of("queue.QueueTest")),
                new Mutation(
                        "a slot is not reused before it was read",
                        QUEUE + "SlotWriter.java",
                        "return position - consumed < layout.slots() || refreshRoom();",
                        "return true;",
                        List.of("queue.QueueTest")),
                new Mutation(
                        "a read line of another epoch counts for nothing",
                        QUEUE + "SlotWriter.java",
                        "if (other.load(layout.readLine() + 8) != epoch) {",
                        "if (false) {",
                        List.of("queue.QueueTest")));
    }
}
