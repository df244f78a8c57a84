package dev.wave.cli.demo.nic;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.process.ParentWatch;
import dev.wave.core.Clock;

/** The NIC's side in a JVM of its own. */
public final class NicProcess {
    private NicProcess() {}

    public static void main(String[] arguments) {
        CallingThread.leaveTerminalGroup();
        new NicSide(Settings.parse(arguments), new ParentWatch(System.in), Clock.system()).run();
    }
}
