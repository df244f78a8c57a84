package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.host.Counters;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.policy.Shinjuku;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servers of examples/ under Wave: what docs/examples.md shows is what differs, and they serve and end as before. */
class ExamplesTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final int GENEROUS_SECONDS = 60;
    private static final int REQUESTS = 100;

    @TempDir
    private Path folder;

    /** Something that can be asked for one order, or for a report. */
    private interface Client extends AutoCloseable {
        String ask(boolean report) throws Exception;
    }

    private static Client jetty(int port) {
        HttpClient client = HttpClient.newHttpClient();
        return new Client() {
            @Override
            public String ask(boolean report) throws Exception {
                URI uri = URI.create("http://127.0.0.1:" + port + (report ? "/report" : "/order"));
                return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    private static Client grpc(int port) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        return new Client() {
            @Override
            public String ask(boolean report) {
                return ClientCalls.blockingUnaryCall(
                        channel, method(report ? "Report" : "Order"), CallOptions.DEFAULT, "7");
            }

            @Override
            public void close() {
                channel.shutdownNow();
            }
        };
    }

    private static MethodDescriptor<String, String> method(String name) {
        var text = new MethodDescriptor.Marshaller<String>() {
            @Override
            public InputStream stream(String value) {
                return new ByteArrayInputStream(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }

            @Override
            public String parse(InputStream bytes) {
                try {
                    return new String(bytes.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return MethodDescriptor.newBuilder(text, text)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("Orders", name))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "grpc"})
    void shownDiffIsTheDiffOfTheTwoFiles(String example) throws Exception {
        String page = Files.readString(HOME.resolve("docs/examples.md"));
        String begin = "<!-- diff:" + example + " -->\n```diff\n";
        assertTrue(page.contains(begin), begin);
        String shown = page.substring(page.indexOf(begin) + begin.length());
        Path files = HOME.resolve("examples").resolve(example);
        Shell diff = Shell.run(files, Map.of(), List.of("diff", "-U1", "before/Orders.java", "after/Orders.java"));
        assertEquals(1, diff.status(), diff.err());
        String lines = diff.out().lines().skip(2).reduce("", (all, line) -> all + line + "\n");
        assertEquals(lines, shown.substring(0, shown.indexOf("```")));
    }

    @Test
    void jettyServesUnderTheFallbackAndUnderAnAgentAndEnds() throws Exception {
        serves("jetty");
    }

    @Test
    void grpcServesUnderTheFallbackAndUnderAnAgentAndEnds() throws Exception {
        serves("grpc");
    }

    private void serves(String example) throws Exception {
        Process server = start(example);
        try {
            int port = awaitPort(server);
            try (Client client = example.equals("jetty") ? jetty(port) : grpc(port)) {
                askMany(client);
                underAnAgent("orders-" + example, client);
                askMany(client);
            }
            server.destroy();
            assertTrue(server.waitFor(GENEROUS_SECONDS, TimeUnit.SECONDS), () -> "it does not end: " + said());
            assertFalse(Files.exists(Path.of("/dev/shm/wave-orders-" + example)), "the link is gone");
        } finally {
            server.destroyForcibly();
        }
    }

    private static void underAnAgent(String link, Client client) throws Exception {
        ShmLink seen = ShmLink.open(link);
        var agent = new ThreadAgent(seen, () -> new Shinjuku(50_000), AgentOptions.DEFAULT, Clock.system());
        try (var runner = new AgentRunner(agent, IdleStrategy.SPIN_THEN_SLEEP, Clock.system()).start()) {
            for (int i = 0; !agent.inCharge(); i++) {
                assertTrue(i < GENEROUS_SECONDS * 200, "the agent is not granted the enclave");
                TimeUnit.MILLISECONDS.sleep(5);
            }
            askMany(client);
            assertTrue(committed(seen) > 0, "the agent decided nothing");
            assertNull(runner.failure());
        }
    }

    private static long committed(ShmLink link) {
        Geometry geometry = Geometry.load(link.toNic());
        return IntStream.range(0, geometry.cores())
                .mapToLong(core -> new Counters(link.toNic(), RegionLayout.hostCounters(geometry, core))
                        .get(Outcome.COMMITTED.code() - 1))
                .sum();
    }

    /** Each answer is complete and the same for the same question, whoever schedules and however many ask at once. */
    private static void askMany(Client client) throws Exception {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> askers = Stream.generate(() -> Thread.ofVirtual().unstarted(() -> {
                    try {
                        for (int i = 0; i < REQUESTS / 4; i++) {
                            boolean report = i % 20 == 19;
                            answers.add(report + client.ask(report));
                        }
                    } catch (Exception e) {
                        failures.add(e);
                    }
                }))
                .limit(4)
                .toList();
        askers.forEach(Thread::start);
        for (Thread asker : askers) {
            assertTrue(asker.join(java.time.Duration.ofSeconds(GENEROUS_SECONDS)), "an answer is missing");
        }
        assertEquals(List.of(), failures);
        assertEquals(REQUESTS, answers.size());
        assertEquals(2, answers.stream().distinct().count(), () -> "answers: " + answers);
    }

    /** Compiled and run as a user's own build would: ordinary flags, the instrumenter for its package. */
    private Process start(String example) throws IOException {
        String java = System.getProperty("java.home") + "/bin/java";
        Path classes = folder.resolve("classes");
        Shell compiled = Shell.run(
                HOME.resolve("examples").resolve(example),
                Map.of(),
                List.of(java + "c", "-proc:none", "-d", classes.toString(), "-cp", CLASS_PATH, "after/Orders.java"));
        assertEquals(0, compiled.status(), compiled.err());
        List<String> command = List.of(
                java,
                "-javaagent:" + instrumenter() + "=packages=com.example.",
                "-Xmx256m",
                "-cp",
                classes + ":" + CLASS_PATH,
                "com.example.orders.Orders",
                "0");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.out").toFile())
                .start();
    }

    private static Path instrumenter() throws IOException {
        try (Stream<Path> jars = Files.list(HOME.resolve("cli/target/app"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("wave-threads-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("server.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int awaitPort(Process server) throws InterruptedException {
        String announced = "serving on port ";
        for (int i = 0; !said().contains(announced); i++) {
            assertTrue(server.isAlive() && i < GENEROUS_SECONDS * 50, this::said);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Integer.parseInt(said().split(announced)[1].lines().findFirst().orElseThrow());
    }
}
