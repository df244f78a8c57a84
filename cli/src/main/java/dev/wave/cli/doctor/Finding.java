package dev.wave.cli.doctor;

/**
 * One thing this machine can or cannot do.
 *
 * @param group the heading it stands under
 * @param what the thing
 * @param why what the answer rests on
 * @param mend what to do about it, a command where there is one; empty if nothing needs to be done
 */
public record Finding(Group group, String what, Answer answer, String why, String mend) {

    /** Headings, in the order in which they are shown. */
    public enum Group {
        MAIN_JOB("needed by ./wave demo"),
        LINKS("links"),
        CPUS("CPUs, for numbers that mean something"),
        TOOLS("for benchmarks and for looking closer"),
        KERNEL_THREADS("mechanism: kernel threads (sched_ext)"),
        MEMORY("mechanism: memory of Linux processes"),
        PCIE("link: pcie");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** The answer, in one word or few. */
    public enum Answer {
        YES("yes"),
        NO("no"),
        /** Nothing is lost but accuracy or comfort. */
        COULD_BE_BETTER("so-so"),
        /** The machine could; this build does not. */
        LATER("machine: yes; not in this release"),
        /** The machine could not, and this build does not either. */
        NOT_HERE("machine: no; not in this release");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static Finding yes(Group group, String what, String why) {
        return new Finding(group, what, Answer.YES, why, "");
    }

    static Finding no(Group group, String what, String why, String mend) {
        return new Finding(group, what, Answer.NO, why, mend);
    }

    static Finding couldBeBetter(Group group, String what, String why, String mend) {
        return new Finding(group, what, Answer.COULD_BE_BETTER, why, mend);
    }

    /** For what this build does not ship yet. */
    static Finding machineOnly(Group group, String what, boolean machine, String why, String mend) {
        return new Finding(group, what, machine ? Answer.LATER : Answer.NOT_HERE, why, machine ? "" : mend);
    }

    /** True if the main job cannot run because of it. */
    boolean prevents() {
        return group == Group.MAIN_JOB && answer == Answer.NO;
    }
}
