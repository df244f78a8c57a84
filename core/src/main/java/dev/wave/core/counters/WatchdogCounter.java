package dev.wave.core.counters;

/** What the host's watchdog counts (docs/protocol.md, section 5). */
public enum WatchdogCounter implements Counter {
    EPOCHS("epochs granted"),
    CLAIMS_REFUSED("claims refused"),
    ENDED_SILENT("epochs ended because the agent was silent"),
    ENDED_DEAD("epochs ended because the agent's process died"),
    ENDED_NONSENSE("epochs ended because the agent wrote what no agent may write"),
    ENDED_REPLACED("epochs ended because another agent took over"),
    ENDED_LEFT("epochs ended because the agent left, or the host closed"),
    DISCOVERED("targets that new agents were told about"),
    SPARES_LENT("spare carriers lent to cores whose thread is stuck"),
    INTERRUPTS_REPEATED("interrupts repeated to an agent that seemed silent"),
    GUARDED_MESSAGES("messages sent by threads that are no core"),
    GUARDED_NO_ROOM("times such a message found its queue full; it is sent later");

    private final String meaning;

    WatchdogCounter(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public int word() {
        return ordinal();
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
