import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts a web service under a mixed load and prints how long its short requests took: {@code java examples/Load.java PORT SHORT_PER_SECOND
 * REPORTS_PER_SECOND SECONDS}.
 *
 * <p>Requests are due at random moments and timed from the moment they were due, sent or not: a service that holds up one of them does not
 * thereby get fewer. Reports have connections of their own, so that a short request never waits behind one in its own connection.
 */
public final class Load {
    private static final int CONNECTIONS = 16;
    private static final long WARM_NANOS = 5_000_000_000L;

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        List<long[]> shorts = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            senders.add(sender(port, "/order", Double.parseDouble(args[1]) / CONNECTIONS, args[3], i, shorts));
            senders.add(
                    sender(port, "/report", Double.parseDouble(args[2]) / CONNECTIONS, args[3], -i, new ArrayList<>()));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        long[] all = shorts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "short requests %d: p50 %d us, p99 %d us, p99.9 %d us%n",
                all.length, at(all, 0.5), at(all, 0.99), at(all, 0.999));
    }

    private static long at(long[] sorted, double quantile) {
        return sorted[(int) (quantile * (sorted.length - 1))] / 1000;
    }

    private static Thread sender(int port, String path, double rate, String seconds, int seed, List<long[]> results) {
        return Thread.ofPlatform().start(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setTcpNoDelay(true);
                long[] nanos = send(socket, path, rate, Long.parseLong(seconds) * 1_000_000_000L, new Random(seed));
                synchronized (results) {
                    results.add(nanos);
                }
            } catch (IOException e) {
                System.err.println(path + ": " + e);
            }
        });
    }

    private static long[] send(Socket socket, String path, double rate, long lengthNanos, Random random)
            throws IOException {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        long[] taken = new long[(int) (2 * rate * lengthNanos / 1e9) + 100];
        int count = 0;
        long start = System.nanoTime();
        for (long due = start; due - start < WARM_NANOS + lengthNanos && count < taken.length; ) {
            due += (long) (-Math.log(1 - random.nextDouble()) / rate * 1e9);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            socket.getOutputStream().write(request);
            readAnswer(answers);
            if (due - start > WARM_NANOS) {
                taken[count++] = System.nanoTime() - due;
            }
        }
        return Arrays.copyOf(taken, count);
    }

    private static void readAnswer(BufferedReader answers) throws IOException {
        int length = -1;
        boolean chunked = false;
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            String header = line.toLowerCase(java.util.Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            chunked |= header.startsWith("transfer-encoding:");
        }
        if (length < 0 || chunked) {
            throw new IOException("an answer without a length");
        }
        for (long left = length; left > 0; ) {
            left -= answers.skip(left);
        }
    }
}
