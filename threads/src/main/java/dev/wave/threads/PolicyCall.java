package dev.wave.threads;

import java.util.Optional;
import java.util.Set;

/**
 * A call of a policy, as seen on a stack.
 *
 * @param policy the simple name of the class whose method the agent called
 * @param method the method
 */
public record PolicyCall(String policy, String method) {
    private static final Set<String> CALLERS = Set.of(
            ThreadAgent.class.getName(),
            Dispatcher.class.getName(),
            CoreGroup.class.getName(),
            ThreadTable.class.getName());

    /** The call that the agent made last, if the stack is inside one; innermost frame first. */
    public static Optional<PolicyCall> find(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            if (isCaller(stack[i])) {
                int call = i - 1;
                while (call > 0 && stack[call].getClassName().equals(ThreadPolicy.class.getName())) {
                    // A default method that passes the event on; what it passes it to is more telling.
                    call--;
                }
                return call < 0 || !isPolicy(stack[call]) ? Optional.empty() : Optional.of(of(stack[call]));
            }
        }
        return Optional.empty();
    }

    private static boolean isCaller(StackTraceElement frame) {
        return CALLERS.contains(frame.getClassName());
    }

    /** What the agent calls beside its policy is its own: ports, clocks, links. A policy's default methods are the policy's. */
    private static boolean isPolicy(StackTraceElement frame) {
        String name = frame.getClassName();
        return !name.startsWith("dev.wave.core.")
                && !name.startsWith("java.")
                && !name.startsWith("dev.wave.threads.CoreState");
    }

    private static PolicyCall of(StackTraceElement frame) {
        String name = frame.getClassName();
        return new PolicyCall(
                name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1), frame.getMethodName());
    }

    @Override
    public String toString() {
        return policy + " in " + method;
    }
}
