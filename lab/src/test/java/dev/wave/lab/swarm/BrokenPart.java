package dev.wave.lab.swarm;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.ProcessTable;
import dev.wave.core.link.ForwardingLink;
import dev.wave.core.link.ForwardingWindow;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.sim.memory.FenceFilter;
import java.util.HashMap;
import java.util.Map;

/** Rules broken on purpose in the simulated mechanism or machine, to see whether a swarm notices. */
enum BrokenPart {
    STORE_FENCES_DO_NOTHING {
        @Override
        StandIns standIns() {
            return without(FenceFilter.Kind.STORE_FENCE);
        }
    },
    FULL_FENCES_DO_NOTHING {
        @Override
        StandIns standIns() {
            return without(FenceFilter.Kind.FULL_FENCE);
        }
    },
    FLUSHES_DO_NOTHING {
        @Override
        StandIns standIns() {
            return without(FenceFilter.Kind.FLUSH);
        }
    },
    WAKE_UPS_OF_RUNNING_THREADS_ARE_LOST {
        @Override
        StandIns standIns() {
            return new StandIns() {
                @Override
                public void apply(Enclave enclave, SwarmThread thread, TargetEvent event, int core) {
                    if (event != TargetEvent.WAKE || thread.state() != TargetState.RUNNING) {
                        enclave.apply(thread, event, core);
                    }
                }
            };
        }
    },
    /** The host takes every decision's stamp for the newest. */
    STALE_DECISIONS_COMMIT {
        @Override
        StandIns standIns() {
            return new BlindToStamps();
        }
    },
    /** A core goes on with what it ran last, without a decision. */
    CORES_HELP_THEMSELVES {
        @Override
        StandIns standIns() {
            return new StandIns() {
                private final Map<Integer, HostTarget> last = new HashMap<>();
                private int looks;

                @Override
                public HostTarget take(Enclave enclave, int core) {
                    HostTarget before = last.get(core);
                    boolean helps = before != null && ++looks % 50 == 0 && before.state() != TargetState.GONE;
                    HostTarget taken = helps ? before : enclave.take(core);
                    if (taken != null) {
                        last.put(core, taken);
                    }
                    return taken;
                }
            };
        }
    },
    STARTS_ARE_COUNTED_TWICE {
        @Override
        StandIns standIns() {
            return new StandIns() {
                @Override
                public Link host(Link link) {
                    return new ForwardingLink(
                            link,
                            new ForwardingWindow(link.toNic()) {
                                @Override
                                public void store(long offset, long value) {
                                    boolean dispatches =
                                            offset == RegionLayout.hostCounters(Geometry.load(this), 0) + 12 * 8;
                                    super.store(offset, dispatches ? 2 * value : value);
                                }
                            },
                            link.toHost());
                }
            };
        }
    },
    THE_DEAD_ARE_TAKEN_FOR_ALIVE {
        @Override
        StandIns standIns() {
            return new StandIns() {
                @Override
                public ProcessTable processes(ProcessTable right) {
                    return (pid, ticks) -> true;
                }
            };
        }
    };

    /** Made anew for each seed. */
    abstract StandIns standIns();

    private static StandIns without(FenceFilter.Kind left) {
        return new StandIns() {
            @Override
            public FenceFilter fences() {
                return kind -> kind == left;
            }
        };
    }

    private static final class BlindToStamps implements StandIns {
        private final Map<Long, SwarmThread> threads = new HashMap<>();

        @Override
        public void apply(Enclave enclave, SwarmThread thread, TargetEvent event, int core) {
            threads.put(thread.id(), thread);
            enclave.apply(thread, event, core);
        }

        @Override
        public Link host(Link link) {
            return new ForwardingLink(link, link.toNic(), new ForwardingWindow(link.toHost()) {
                @Override
                public void loadLine(long offset, long[] words) {
                    super.loadLine(offset, words);
                    SwarmThread thread = threads.get(words[2]);
                    if (thread != null && (words[1] & 0xffff) == DecisionLayout.RUN) {
                        words[3] = thread.sequence();
                    }
                }
            });
        }
    }
}
