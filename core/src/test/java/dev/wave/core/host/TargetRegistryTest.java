package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Seeds;
import dev.wave.core.protocol.TargetId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Names of targets: given out once, found while they last, never mistaken for each other. */
class TargetRegistryTest {
    private final TargetRegistry registry = new TargetRegistry();

    private HostTarget registered() {
        HostTarget target = new HostTarget();
        registry.register(target);
        return target;
    }

    private int count() {
        int[] count = {0};
        registry.forEach(target -> count[0]++);
        return count[0];
    }

    @Test
    void targetIsFoundByItsNameOnly() {
        HostTarget target = registered();
        assertSame(target, registry.find(target.id()));
        assertNull(registry.find(TargetId.of(target.index(), 2)));
        assertNull(registry.find(TargetId.of(target.index() + 1, 1)));
        assertNull(registry.find(TargetId.of(-1, 1)));
        assertNull(registry.find(TargetId.of(Integer.MAX_VALUE, 1)));
    }

    @Test
    void freedIndexIsGivenOutAgainUnderTheNextGeneration() {
        HostTarget first = registered();
        registry.release(first);
        assertNull(registry.find(first.id()));
        HostTarget second = registered();
        assertEquals(first.index(), second.index());
        assertEquals(TargetId.generation(first.id()) + 1, TargetId.generation(second.id()));
        assertNull(registry.find(first.id()));
    }

    @Test
    void secondReleaseOfATargetHarmsNobody() {
        HostTarget first = registered();
        registry.release(first);
        registry.release(first);
        HostTarget second = registered();
        registry.release(first);
        assertSame(second, registry.find(second.id()), "it is not the old one that is released");
        assertTrue(registered().index() != second.index());
    }

    @Test
    void allOfManyChunksAreVisitedOnce() {
        Set<HostTarget> targets = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            targets.add(registered());
        }
        List<HostTarget> visited = new ArrayList<>();
        registry.forEach(visited::add);
        assertEquals(targets.size(), visited.size());
        assertEquals(targets, new HashSet<>(visited));
    }

    @Test
    void manyThreadsComeAndGoWithoutSharingAName() throws InterruptedException {
        int threads = 4;
        int mostEach = 20;
        Threads.run(threads, number -> comeAndGo(Seeds.random(number), mostEach));
        assertEquals(0, count());
        Set<Integer> indices = new HashSet<>();
        for (int i = 0; i < threads * mostEach; i++) {
            assertTrue(indices.add(registered().index()), "an index was given out twice");
        }
        assertTrue(indices.stream().allMatch(index -> index < threads * mostEach), "an index was lost");
    }

    private void comeAndGo(RandomGenerator random, int most) {
        List<HostTarget> own = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (own.size() < most && (own.isEmpty() || random.nextBoolean())) {
                own.add(registered());
            } else {
                HostTarget target = own.remove(random.nextInt(own.size()));
                assertSame(target, registry.find(target.id()));
                registry.release(target);
                assertNull(registry.find(target.id()));
            }
        }
        own.forEach(registry::release);
    }
}
