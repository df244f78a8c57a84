package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.StepRequest;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instrumented programs beside what else looks into them: a debugger, a flight recording. */
@Timeout(120)
class InstrumentedWithToolsTest {
    private static final int COUNTED_BODY = 6;
    private static final int WHILE_BODY = 9;

    /** The loop of lines 5 to 7 is cut into strips, that of lines 8 to 10 counts down. */
    private static final String PROGRAM = """
        public class Sample {
            public static void main(String[] arguments) {
                int n = arguments.length + 200;
                long sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += i * 3;
                }
                while (sum > 9) {
                    sum /= 2;
                }
                System.out.println("sum " + sum + " loops " + dev.wave.threads.preempt.Instrumenter.report().loopsPolled());
            }
        }
        """;

    private static final String OUTPUT = "sum 7 loops 2";

    @TempDir
    private Path folder;

    private Path instrumenter;

    @BeforeEach
    void packInstrumenter() throws IOException {
        instrumenter = InstrumenterTest.pack(folder);
        for (Map.Entry<String, byte[]> file : Compiled.of(PROGRAM).classFiles().entrySet()) {
            Files.write(folder.resolve(file.getKey() + ".class"), file.getValue());
        }
    }

    @Test
    void flightRecordingRunsBesidePolls() throws Exception {
        Path recording = folder.resolve("sample.jfr");
        Process program = start("-Xlog:disable", "-XX:StartFlightRecording=settings=profile,filename=" + recording);
        try (BufferedReader lines = program.inputReader()) {
            assertEquals(OUTPUT, lines.readLine());
        }
        assertTrue(program.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, program.exitValue());
        assertTrue(RecordingFile.readAllEvents(recording).size() > 0);
    }

    @Test
    void debuggerStopsAndStepsInsidePolledLoops() throws Exception {
        Process program = start("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0");
        try (BufferedReader lines = program.inputReader()) {
            String listening = lines.readLine();
            Session session = new Session(attach(listening.substring(listening.lastIndexOf(' ') + 1)));
            session.run();
            assertEquals(
                    List.of(
                            "6 i=0 sum=0",
                            "5 i=0 sum=0",
                            "6 i=1 sum=0",
                            "5 i=1 sum=3",
                            "6 i=2 sum=3",
                            "5 i=2 sum=9",
                            "9 sum=59700",
                            "8 sum=29850",
                            "9 sum=29850",
                            "8 sum=14925",
                            "9 sum=14925",
                            "8 sum=7462"),
                    session.seen);
            // A debuggee whose debugger has left says again where it listens.
            String said = lines.readLine();
            assertEquals(OUTPUT, said.startsWith("Listening") ? lines.readLine() : said);
        } finally {
            program.destroyForcibly();
        }
    }

    private Process start(String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.addAll(List.of(flags));
        command.add("-javaagent:" + instrumenter + "=packages=Sample");
        command.addAll(List.of("-classpath", folder + File.pathSeparator + instrumenter, "Sample"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static VirtualMachine attach(String address) throws Exception {
        AttachingConnector sockets = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(connector -> connector.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = sockets.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(address.substring(address.lastIndexOf(':') + 1));
        return sockets.attach(arguments);
    }

    /** Stops three times in each loop, steps on one line each time, and notes line and variables. */
    private static final class Session {
        private static final int STOPS = 3;
        private final VirtualMachine machine;
        private final List<String> seen = new ArrayList<>();
        private int stops;

        Session(VirtualMachine machine) {
            this.machine = machine;
            var prepared = machine.eventRequestManager().createClassPrepareRequest();
            prepared.addClassFilter("Sample");
            prepared.enable();
        }

        void run() throws Exception {
            while (stops < 2 * STOPS
                    || !machine.eventRequestManager().stepRequests().isEmpty()) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    take(event);
                }
                events.resume();
            }
            machine.dispose();
        }

        private void take(Event event) throws Exception {
            switch (event) {
                case ClassPrepareEvent prepared -> stopAt(prepared.referenceType(), COUNTED_BODY);
                case BreakpointEvent stop -> {
                    note(stop.thread());
                    stops++;
                    if (stops % STOPS == 0) {
                        machine.eventRequestManager().deleteAllBreakpoints();
                    }
                    if (stops == STOPS) {
                        stopAt(stop.location().declaringType(), WHILE_BODY);
                    }
                    step(stop.thread());
                }
                case StepEvent step -> {
                    note(step.thread());
                    machine.eventRequestManager().deleteEventRequest(step.request());
                }
                default -> {
                    // The machine's start.
                }
            }
        }

        private void stopAt(ReferenceType type, int line) throws Exception {
            machine.eventRequestManager()
                    .createBreakpointRequest(type.locationsOfLine(line).getFirst())
                    .enable();
        }

        private void step(ThreadReference thread) {
            StepRequest step = machine.eventRequestManager()
                    .createStepRequest(thread, StepRequest.STEP_LINE, StepRequest.STEP_OVER);
            step.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            step.enable();
        }

        private void note(ThreadReference thread) throws Exception {
            StackFrame frame = thread.frame(0);
            var i = frame.visibleVariableByName("i");
            var sum = frame.visibleVariableByName("sum");
            seen.add(frame.location().lineNumber()
                    + (i == null ? "" : " i=" + frame.getValue(i))
                    + " sum=" + frame.getValue(sum));
        }
    }
}
