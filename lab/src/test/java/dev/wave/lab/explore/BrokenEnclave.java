package dev.wave.lab.explore;

import dev.wave.core.link.ForwardingLink;
import dev.wave.core.link.ForwardingWindow;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;

/** Small enclaves of which one rule is broken. */
final class BrokenEnclave {
    private BrokenEnclave() {}

    /** A core looks for work, and then says that it sleeps: what comes between the two wakes nobody. */
    static final class LooksTooEarly extends SmallEnclave {
        LooksTooEarly(Races races) {
            super(Plot.WOKEN_AGAIN, races);
        }

        @Override
        void rest(int core) {
            enclave.idleDuties(core);
            if (!enclave.hasWork(core)) {
                Interrupt interrupt = enclave.interrupt(core);
                interrupt.await(interrupt.arm(), Long.MAX_VALUE);
                interrupt.disarm();
            }
        }
    }

    /** A core says that a thread has stopped while it is still there. */
    static final class StopsTooEarly extends SmallEnclave {
        StopsTooEarly(Races races) {
            super(Plot.WOKEN_AGAIN, races);
        }

        @Override
        void letGo(int core, Target target) {
            enclave.apply(target, TargetEvent.BLOCK, core);
            target.on = NOWHERE;
        }
    }

    /** The host takes whatever sequence number the target has for the stamp of the decision. */
    static final class IgnoresTheStamp extends SmallEnclave {
        IgnoresTheStamp(Races races) {
            super(Plot.CHANGED, races);
        }

        @Override
        Link hostEnd(Link link) {
            return new ForwardingLink(link, link.toNic(), new Restamped(link.toHost(), this));
        }
    }

    /** An interrupt between the last look and the sleep is not counted. */
    static final class LosesARing extends SmallEnclave {
        LosesARing(Races races) {
            super(Plot.WOKEN_AGAIN, races);
        }

        @Override
        Link hostEnd(Link link) {
            return new ForwardingLink(link, link.toNic(), link.toHost()) {
                @Override
                public Interrupt towardsHost(long ringOffset, long armedOffset) {
                    return new Forgetful(super.towardsHost(ringOffset, armedOffset));
                }
            };
        }
    }

    private record Forgetful(Interrupt line) implements Interrupt {
        @Override
        public void raise() {
            line.raise();
        }

        @Override
        public boolean armed() {
            return line.armed();
        }

        @Override
        public long arm() {
            return line.arm();
        }

        @Override
        public void await(long ticket, long timeoutNanos) {
            line.await(line.arm(), timeoutNanos);
        }

        @Override
        public void disarm() {
            line.disarm();
        }
    }

    /** Decisions of which the stamp is always right. */
    private static final class Restamped extends ForwardingWindow {
        private final SmallEnclave world;

        Restamped(Window window, SmallEnclave world) {
            super(window);
            this.world = world;
        }

        @Override
        public long load(long offset) {
            long value = super.load(offset);
            return isStamp(offset)
                    ? sequenceOf(
                            world.memory.get(StepMemory.toNicWords(SmallEnclave.GEOMETRY) + (int) offset / 8 - 1),
                            value)
                    : value;
        }

        private static boolean isStamp(long offset) {
            RegionLayout region = new RegionLayout(SmallEnclave.GEOMETRY, 0);
            for (int core = 0; core < SmallEnclave.GEOMETRY.cores(); core++) {
                for (int slot = 0; slot < SmallEnclave.GEOMETRY.decisionSlots(); slot++) {
                    if (offset == region.decisions(core).slot(slot) + 24) {
                        return true;
                    }
                }
            }
            return false;
        }

        private long sequenceOf(long id, long otherwise) {
            return world.targets.stream()
                    .filter(target -> target.id() == id)
                    .mapToLong(SmallEnclave.Target::sequence)
                    .findFirst()
                    .orElse(otherwise);
        }
    }
}
