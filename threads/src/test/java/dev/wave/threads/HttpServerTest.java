package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.wave.threads.policy.Shinjuku;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A library that takes an Executor works on an enclave: the JDK's own web server, and its client. */
class HttpServerTest {
    private static final int REQUESTS = 200;

    private static HttpServer serve(Rig rig) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            byte[] body = (exchange.getRequestURI().getPath() + " by "
                            + (Thread.currentThread().isVirtual() ? "virtual" : "platform"))
                    .getBytes(StandardCharsets.UTF_8);
            Thread.yield();
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.setExecutor(rig.executor);
        server.start();
        return server;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void webServerOnAnEnclaveAnswersEveryRequest(int cores) throws Exception {
        try (Rig rig = new Rig(cores)) {
            rig.agent(() -> new Shinjuku(50_000));
            HttpServer server = serve(rig);
            // The client's threads belong to the enclave, too.
            try (HttpClient client =
                    HttpClient.newBuilder().executor(rig.executor).build()) {
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < REQUESTS; i++) {
                    URI uri =
                            URI.create("http://localhost:" + server.getAddress().getPort() + "/" + i);
                    answers.add(client.sendAsync(
                            HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
                    if (i % 10 == 9) {
                        Bounded.get("answer " + i, answers.getLast());
                    }
                }
                for (int i = 0; i < REQUESTS; i++) {
                    HttpResponse<String> answer = Bounded.get("answer " + i, answers.get(i));
                    assertEquals(200, answer.statusCode());
                    assertEquals("/" + i + " by virtual", answer.body());
                }
            } finally {
                server.stop(0);
            }
            assertTrue(rig.sum(dev.wave.core.host.Counters.DISPATCHES) >= REQUESTS);
        }
    }
}
