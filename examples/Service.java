import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wave.threads.preempt.Preemption;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.threads.virtual.ThreadHints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A service in a single file whose request threads are scheduled by an agent in another process.
 *
 * <p>The only line that differs from a service on the JDK's virtual threads is the executor. Run it with a JDK 25, from the checkout, after any {@code ./wave}
 * command has built the jars:
 *
 * <pre>
 * java -javaagent:cli/target/app/wave-threads-0.1.0-SNAPSHOT.jar -cp 'cli/target/app/*' examples/Service.java
 * ./wave agent --policy Shinjuku --link shm:example        (another terminal; stop it, kill it, start it again: the service goes on)
 * curl http://127.0.0.1:8080/short                         (another terminal)
 * curl http://127.0.0.1:8080/long
 * </pre>
 */
public final class Service {
    private static final ThreadHints LONG = ThreadHints.NONE.withThreadClass(1);

    public static void main(String[] args) throws IOException {
        ThreadEnclave enclave =
                ThreadEnclave.open(EnclaveOptions.named("example").withCores(1));
        Runtime.getRuntime().addShutdownHook(new Thread(enclave::close));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), 0);
        server.setExecutor(enclave.newThreadPerTaskExecutor());
        server.createContext("/short", exchange -> answer(exchange, 1_000));
        server.createContext("/long", exchange -> {
            LONG.applyToCurrentThread();
            answer(exchange, 100_000_000);
        });
        server.start();
        System.out.println("serving /short and /long on port 8080; its threads wait for an agent on " + enclave.uri()
                + ", and run under the fallback until one comes");
    }

    private static void answer(HttpExchange exchange, long steps) throws IOException {
        long x = 1;
        for (long i = 0; i < steps; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            if ((i & 4095) == 0) {
                // This file is compiled in memory, outside what the instrumenter was told to poll; so it says itself
                // where it may be preempted.
                Preemption.point();
            }
        }
        byte[] body = (Long.toHexString(x) + "\n").getBytes();
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
