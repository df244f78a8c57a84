package dev.wave.cli.trace;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is written on a slice, and what is shown when it is clicked. */
final class Words {
    private Words() {}

    /** Readers choose the colour by the name without its numbers, so a name says first what should look alike. */
    static String name(Entry entry) {
        return switch (entry) {
            case Entry.Message message -> message.kind() + " " + message.target();
            case Entry.MessageTaken taken -> "take " + taken.kind() + " " + taken.target();
            case Entry.Decision decision -> "decide core " + decision.core() + ", " + decision.target();
            case Entry.Answer answer -> answer.outcome() + " " + answer.target();
            case Entry.AnswerTaken taken -> "take " + taken.outcome() + " " + taken.target();
            case Entry.Run run -> run(run.target(), run.targetClass());
            case Entry.EpochChange change ->
                "epoch " + change.epoch() + (change.granted() ? " granted" : " ended: " + change.reason());
            case Entry.Preemption asked -> "preempt core " + asked.core();
            case Entry.Step step -> "step";
        };
    }

    /** Subscripts are no digits to the readers that drop those: so each class has a colour of its own. */
    static String run(Entry.Target target, int targetClass) {
        StringBuilder name = new StringBuilder(target.toString()).append(" class ");
        Integer.toString(targetClass).chars().forEach(digit -> name.append((char) ('\u2080' + digit - '0')));
        return name.toString();
    }

    static String category(Entry entry) {
        return switch (entry) {
            case Entry.Message message -> "message";
            case Entry.MessageTaken taken -> "message";
            case Entry.Decision decision -> "decision";
            case Entry.Answer answer -> "outcome";
            case Entry.AnswerTaken taken -> "outcome";
            case Entry.Run run -> "run";
            case Entry.EpochChange change -> "epoch";
            case Entry.Preemption asked -> "preemption";
            case Entry.Step step -> "step";
        };
    }

    static Map<String, Object> details(Entry entry) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("epoch", entry.epoch());
        switch (entry) {
            case Entry.Message message -> {
                target(details, message.target());
                details.put("sequence", message.sequence());
                details.put("class", message.targetClass());
                details.put("sent after, ns", message.nanos() - message.changedNanos());
            }
            case Entry.MessageTaken taken -> {
                target(details, taken.target());
                details.put("sequence", taken.sequence());
            }
            case Entry.Decision decision -> {
                target(details, decision.target());
                details.put("decision", decision.decision());
                details.put("stamp", decision.stamp());
            }
            case Entry.Answer answer -> {
                target(details, answer.target());
                details.put("decision", answer.decision());
                details.put("dispatch", answer.dispatch());
            }
            case Entry.AnswerTaken taken -> {
                target(details, taken.target());
                details.put("decision", taken.decision());
            }
            default -> rarer(entry, details);
        }
        return details;
    }

    private static void rarer(Entry entry, Map<String, Object> details) {
        switch (entry) {
            case Entry.Run run -> {
                target(details, run.target());
                details.put("decided by", run.epoch() == 0 ? "fallback" : "agent");
                details.put("dispatch", run.dispatch());
                details.put("class", run.targetClass());
                details.put("end", run.end());
            }
            case Entry.EpochChange change -> {
                details.put("reason", change.reason());
                details.put("agent process", change.agentPid());
            }
            case Entry.Preemption asked -> details.put("dispatch", asked.dispatch());
            case Entry.Step step -> details.put("done", step.done());
            default -> throw new IllegalArgumentException(entry.toString());
        }
    }

    private static void target(Map<String, Object> details, Entry.Target target) {
        details.put("target", target.index());
        details.put("generation", target.generation());
    }
}
