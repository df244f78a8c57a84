package dev.wave.lab.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Tries every schedule of a world with at most so many preemptions: fewest preemptions first, so that the first schedule that goes wrong is among the simplest (iterative context
 * bounding; Musuvathi and Qadeer, PLDI 2007).
 *
 * <p>A preemption leaves somebody who could go on. Where somebody waits or ends, everybody who can is tried, and that costs nothing. Whoever
 * is passed over for very long gets its turn: otherwise a loop that waits for somebody would be tried for ever.
 *
 * <p>A schedule is given up where it comes into a state, with the same strand at work, that was there before: with no more preemptions, because of the order, so
 * everything that follows was tried or is going to be.
 */
final class Explorer {
    /** Nobody who can go on is passed over for so many steps. */
    private static final int PATIENCE = 600;

    private static final int MOST_STEPS = 20_000;
    private static final int NOBODY = -1;

    private final Function<Races, World> worlds;
    private final int preemptions;
    private final long most;
    private Races races;
    private List<Deque<Schedule>> open;
    private StateSet seen;
    private StateSet ends;
    private long schedules;
    private long pruned;
    private int longest;

    /**
     * @param worlds makes the same world again and again
     * @param preemptions the bound
     * @param most schedules after which it stops in any case
     */
    Explorer(Function<Races, World> worlds, int words, int preemptions, long most) {
        this.worlds = worlds;
        this.preemptions = preemptions;
        this.most = most;
        this.races = new Races(words);
    }

    /** First with few preemptions: what is raced on is mostly found there, and beginning anew is cheap. */
    Exploration explore() {
        Exploration result = null;
        for (int bound = 0; bound <= preemptions && (result == null || result.failure() == null); bound++) {
            result = explore(bound);
        }
        return result;
    }

    private Exploration explore(int bound) {
        Exploration.Failure failure;
        do {
            restart(bound);
            failure = exploreAll();
        } while (failure == null && races.grew());
        boolean complete = failure == null && open.stream().allMatch(Deque::isEmpty);
        return new Exploration(
                bound, complete, schedules, pruned, seen.size(), ends.size(), longest, races.found(), failure);
    }

    private void restart(int bound) {
        races = races.again();
        open = new ArrayList<>();
        for (int i = 0; i <= bound; i++) {
            open.add(new ArrayDeque<>());
        }
        open.getFirst().push(Schedule.PLAIN);
        seen = new StateSet();
        ends = new StateSet();
        schedules = 0;
        pruned = 0;
        longest = 0;
    }

    private Exploration.Failure exploreAll() {
        for (int used = 0; used < open.size(); used++) {
            Deque<Schedule> level = open.get(used);
            while (!level.isEmpty() && schedules + pruned < most) {
                Schedule schedule = level.pop();
                Exploration.Failure failure = execute(schedule, used);
                if (failure != null || races.grew()) {
                    return failure;
                }
            }
        }
        return null;
    }

    private Exploration.Failure execute(Schedule schedule, int used) {
        Races now = races.once();
        World world = worlds.apply(now);
        String wrong = run(world, now, schedule, used);
        if (now.grew()) {
            races.grow();
        }
        longest = Math.max(longest, world.execution().steps().size());
        return wrong.isEmpty() ? null : failure(wrong, schedule, world);
    }

    private static Exploration.Failure failure(String wrong, Schedule schedule, World world) {
        return new Exploration.Failure(
                wrong, schedule, Exploration.lines(world.execution().steps(), world::name));
    }

    /** @return what went wrong; empty if nothing did, or it was given up */
    private String run(World world, Races now, Schedule schedule, int used) {
        Execution execution = world.execution();
        Turn turn = new Turn(schedule);
        for (int enabled = execution.enabled(); enabled != 0; enabled = execution.enabled()) {
            int step = execution.steps().size();
            turn.decide(step, enabled);
            if (step > schedule.last() && used >= 0) {
                long signature = execution.state() * 31 + (turn.couldGoOn ? turn.before + 1 : 0);
                if (!seen.add(signature)) {
                    pruned++;
                    return "";
                }
                branch(schedule, used, step, enabled, turn);
            }
            execution.step(turn.next);
            if (!world.complaint().isEmpty()) {
                return world.complaint();
            }
            if (now.grew()) {
                return "";
            }
            if (step > MOST_STEPS) {
                return "it does not come to rest";
            }
        }
        schedules += used >= 0 ? 1 : 0;
        ends.add(world.end());
        return world.verdict();
    }

    private void branch(Schedule schedule, int used, int step, int enabled, Turn turn) {
        int cost = turn.couldGoOn && !turn.forced ? 1 : 0;
        if (used + cost >= open.size()) {
            return;
        }
        for (int other = 0; other < Integer.SIZE; other++) {
            if ((enabled >>> other & 1) == 1 && other != turn.next) {
                open.get(used + cost).push(schedule.with(step, other));
            }
        }
    }

    /** Does one schedule again; its failure, or null if nothing goes wrong. */
    Exploration.Failure replay(Schedule schedule) {
        restart(0);
        Races now = races.once();
        World world = worlds.apply(now);
        String wrong = run(world, now, schedule, NOBODY);
        return wrong.isEmpty() ? null : failure(wrong, schedule, world);
    }

    /** Whose turn it is. */
    private static final class Turn {
        private final int[] choices;
        private int at;
        private int before = NOBODY;
        private int next = NOBODY;
        private final int[] ran = new int[Integer.SIZE];
        private boolean couldGoOn;
        private boolean forced;

        Turn(Schedule schedule) {
            this.choices = schedule.choices();
        }

        void decide(int step, int enabled) {
            before = next;
            couldGoOn = before >= 0 && (enabled >>> before & 1) == 1;
            int passedOver = passedOver(step, enabled);
            forced = passedOver != NOBODY;
            if (at < choices.length && choices[at] == step) {
                next = choices[at + 1];
                at += 2;
            } else if (forced) {
                next = passedOver;
            } else if (!couldGoOn) {
                next = Integer.numberOfTrailingZeros(enabled);
            }
            ran[next] = step;
        }

        private int passedOver(int step, int enabled) {
            for (int strand = 0; strand < Integer.SIZE; strand++) {
                if ((enabled >>> strand & 1) == 0) {
                    ran[strand] = step;
                } else if (step - ran[strand] > PATIENCE) {
                    return strand;
                }
            }
            return NOBODY;
        }
    }
}
