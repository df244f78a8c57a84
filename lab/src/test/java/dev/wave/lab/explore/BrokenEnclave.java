package dev.wave.lab.explore;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
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
            return new OtherLink(link, new Restamped(link.toHost(), this));
        }
    }

    /** An interrupt between the last look and the sleep is not counted. */
    static final class LosesARing extends SmallEnclave {
        LosesARing(Races races) {
            super(Plot.WOKEN_AGAIN, races);
        }

        @Override
        Link hostEnd(Link link) {
            return new OtherLink(link, link.toHost()) {
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

    /** A link with another view of what the agent writes. */
    private static class OtherLink implements Link {
        private final Link link;
        private final Window toHost;

        OtherLink(Link link, Window toHost) {
            this.link = link;
            this.toHost = toHost;
        }

        @Override
        public String uri() {
            return link.uri();
        }

        @Override
        public Window toNic() {
            return link.toNic();
        }

        @Override
        public Window toHost() {
            return toHost;
        }

        @Override
        public Interrupt towardsNic(long ringOffset, long armedOffset) {
            return link.towardsNic(ringOffset, armedOffset);
        }

        @Override
        public Interrupt towardsHost(long ringOffset, long armedOffset) {
            return link.towardsHost(ringOffset, armedOffset);
        }

        @Override
        public void close() {
            link.close();
        }
    }

    /** Decisions of which the stamp is always right. */
    private record Restamped(Window window, SmallEnclave world) implements Window {
        @Override
        public WindowAttribute attribute() {
            return window.attribute();
        }

        @Override
        public long bytes() {
            return window.bytes();
        }

        @Override
        public long load(long offset) {
            long value = window.load(offset);
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

        @Override
        public void store(long offset, long value) {
            window.store(offset, value);
        }

        @Override
        public void loadFence() {
            window.loadFence();
        }

        @Override
        public void storeFence() {
            window.storeFence();
        }

        @Override
        public void fullFence() {
            window.fullFence();
        }

        @Override
        public void flush(long offset) {
            window.flush(offset);
        }

        @Override
        public void prefetch(long offset) {
            window.prefetch(offset);
        }
    }
}
