package dev.wave.core.reordering;

import dev.wave.core.link.WindowAttribute;

/** A store that its processor has executed and that nobody else can see yet. */
final class PendingStore {
    final ReorderingWindow window;
    final int word;
    final int fences;
    long value;

    /** @param fences store fences that its processor had executed before it */
    PendingStore(ReorderingWindow window, int word, long value, int fences) {
        this.window = window;
        this.word = word;
        this.value = value;
        this.fences = fences;
    }

    WindowAttribute attribute() {
        return window.attribute();
    }

    boolean isTo(ReorderingWindow other, int otherWord) {
        return window.memory == other.memory && word == otherWord;
    }

    boolean inLineOf(ReorderingWindow other, int otherWord) {
        return window.memory == other.memory && word / 8 == otherWord / 8;
    }
}
