package dev.wave.verify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import dev.wave.core.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A service under load and an agent in another process, looked at from outside: thread dumps without end, a debugger that stops the whole service, long garbage
 * collections of both. Every request is answered once.
 */
@Timeout(150)
class InspectionTest {
    private static final Pattern LISTENING = Pattern.compile("Listening for transport dt_socket at address: (\\d+)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_-]+( \\d+)?");

    private final String name = "inspected-" + ProcessHandle.current().pid();
    private final Map<String, Long> said = new ConcurrentHashMap<>();
    private Child service;
    private Child agent;

    private void start(List<String> flags) throws Exception {
        service = new Child(FaultService.class, flags, List.of(name), this::hear);
        until("the service is up", service::ready);
        agent = new Child(FaultAgents.class, List.of("-Xmx512m"), List.of(name), line -> said.put("agent", 1L));
        until("the agent's process is up", agent::ready);
        agent.say("agent 1");
        until("the agent is in charge", () -> said.containsKey("agent"));
    }

    @AfterEach
    void endThem() {
        agent.close();
        service.close();
    }

    private void hear(String line) {
        Matcher listening = LISTENING.matcher(line);
        if (listening.matches()) {
            said.put("port", Long.parseLong(listening.group(1)));
        } else if (WORD.matcher(line).matches()) {
            String[] words = line.split(" ");
            said.put(words[0], words.length > 1 ? Long.parseLong(words[1]) : 1L);
        }
    }

    private static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long patience = Clock.system().nanos() + 60_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertTrue(Clock.system().nanos() < patience, "not within 60 s: " + what);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private long progress() throws InterruptedException {
        said.remove("progress");
        service.say("progress");
        until("the service answers", () -> said.containsKey("progress"));
        return said.get("progress");
    }

    private void goesOn() throws InterruptedException {
        long before = progress();
        while (progress() < before + 50) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void finish(String what) throws InterruptedException {
        service.say("finish");
        until("the service finished", () -> said.containsKey("finished"));
        System.out.println(what + ": " + new java.util.TreeMap<>(said));
        assertEquals(0, said.get("faults"), said.toString());
        assertEquals(said.get("sent"), said.get("answered"));
        assertEquals(said.get("dispatches"), said.get("COMMITTED") + said.get("fallback-runs"));
        assertTrue(said.get("COMMITTED") > 0, "the agent decided something");
    }

    @Test
    void threadDumpsWithoutEndLoseNothing() throws Exception {
        start(List.of("-Xmx512m"));
        service.say("dump 3000");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 8; i++) {
            Process print = new ProcessBuilder(jcmd, Long.toString(service.pid()), "Thread.print")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
            assertEquals(0, print.waitFor());
            goesOn();
        }
        until("the dumps end", () -> said.containsKey("dumps"));
        assertTrue(said.get("dumps") > 10, said.toString());
        finish("dumps");
    }

    @Test
    void debuggerThatStopsTheWholeServiceLosesNothing() throws Exception {
        start(List.of("-Xmx512m", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"));
        VirtualMachine machine = attach(said.get("port"));
        long frames = 0;
        for (int i = 0; i < 10; i++) {
            machine.suspend();
            for (ThreadReference thread : machine.allThreads()) {
                frames += thread.frameCount();
            }
            TimeUnit.MILLISECONDS.sleep(20L * i);
            machine.resume();
            goesOn();
        }
        machine.dispose();
        goesOn();
        assertTrue(frames > 0, "the debugger saw something");
        finish("debugger, " + frames + " frames seen");
    }

    private static VirtualMachine attach(long port) throws Exception {
        for (AttachingConnector connector : Bootstrap.virtualMachineManager().attachingConnectors()) {
            if (connector.name().equals("com.sun.jdi.SocketAttach")) {
                Map<String, Connector.Argument> arguments = connector.defaultArguments();
                arguments.get("hostname").setValue("127.0.0.1");
                arguments.get("port").setValue(Long.toString(port));
                return connector.attach(arguments);
            }
        }
        throw new AssertionError("this JDK has no socket connector");
    }

    @Test
    void longCollectionsOfBothSidesLoseNothing() throws Exception {
        start(List.of("-Xmx768m"));
        for (int i = 0; i < 3; i++) {
            agent.say("gc 2");
            goesOn();
            service.say("gc 2");
            goesOn();
        }
        agent.say("gc 2");
        service.say("gc 2");
        goesOn();
        finish("collections");
    }
}
