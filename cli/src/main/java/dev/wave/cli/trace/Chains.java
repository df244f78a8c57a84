package dev.wave.cli.trace;

import dev.wave.cli.trace.Entry.Answer;
import dev.wave.cli.trace.Entry.Basis;
import dev.wave.cli.trace.Entry.Decision;
import dev.wave.cli.trace.Entry.Id;
import dev.wave.cli.trace.Entry.Message;
import dev.wave.cli.trace.Entry.MessageTaken;
import dev.wave.cli.trace.Entry.Run;
import dev.wave.cli.trace.Entry.Start;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What belongs together: the message a decision is based on, the decision, its answer, the run that came of it.
 *
 * @param strayAnswers answers whose decision is not in the trace: it was published before the trace began
 */
record Chains(List<Chain> all, long strayAnswers) {

    /** One decision and what it hangs together with; null for what is not in the trace. */
    record Chain(Message message, MessageTaken taken, Decision decision, Answer answer, Run run) {
        /** True if nothing is missing on the way from the message to the answer. */
        boolean whole() {
            return message != null && answer != null;
        }
    }

    static Chains of(Entries entries) {
        Map<Basis, Message> messages = new HashMap<>();
        // The first one tells: a message is sent again, unchanged, when somebody was in doubt.
        entries.of(Message.class).forEach(message -> messages.putIfAbsent(message.basis(), message));
        Map<Basis, MessageTaken> taken = new HashMap<>();
        entries.of(MessageTaken.class).forEach(message -> taken.putIfAbsent(message.basis(), message));
        Map<Id, Answer> answers = new HashMap<>();
        entries.of(Answer.class).forEach(answer -> answers.put(answer.id(), answer));
        Map<Start, Run> runs = new HashMap<>();
        entries.of(Run.class).forEach(run -> runs.put(run.start(), run));
        List<Chain> all = entries.of(Decision.class).stream()
                .map(decision -> {
                    Answer answer = answers.remove(decision.id());
                    Run run = answer == null || !answer.committed() ? null : runs.get(answer.start());
                    return new Chain(
                            messages.get(decision.basis()), taken.get(decision.basis()), decision, answer, run);
                })
                .toList();
        return new Chains(all, answers.size());
    }
}
