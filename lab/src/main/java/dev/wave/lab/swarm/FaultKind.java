package dev.wave.lab.swarm;

/** What goes wrong in swarms. */
public enum FaultKind {
    INTERRUPT_LOST("interrupt lost"),
    INTERRUPT_LATE("interrupt late"),
    INTERRUPT_DUPLICATED("interrupt duplicated"),
    INTERRUPT_SPURIOUS("spurious interrupt"),
    LINK_STALLED("link stalled"),
    AGENT_KILLED("agent killed"),
    AGENT_PAUSED("agent paused"),
    AGENT_SLOWED("agent slowed"),
    HOST_PAUSED("host core paused"),
    GARBAGE_WRITTEN("garbage written by the NIC"),
    QUEUE_FULL("message queue full"),
    THREAD_DIED("thread died while ready"),
    THREAD_CHANGED("thread changed"),
    POLICY_SWITCHED("policy switched live"),
    ENCLAVE_RESIZED("enclave resized");

    private final String words;

    FaultKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
