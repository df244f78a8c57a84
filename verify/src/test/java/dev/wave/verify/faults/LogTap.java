package dev.wave.verify.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Wave says to the log of this process while it is open. */
final class LogTap extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("dev.wave");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogTap() {}

    static LogTap open() {
        LogTap tap = new LogTap();
        LOGGER.addHandler(tap);
        return tap;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            lines.add(line.getMessage());
        }
    }

    List<String> lines() {
        return lines;
    }

    boolean says(String words) {
        return lines.stream().anyMatch(line -> line.contains(words));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
