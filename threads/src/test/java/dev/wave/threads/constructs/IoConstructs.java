package dev.wave.threads.constructs;

import static dev.wave.threads.constructs.Construct.check;
import static dev.wave.threads.constructs.Construct.same;

import dev.wave.threads.constructs.Construct.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Sockets, selectors, channels, pipes, processes and files. */
public final class IoConstructs {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int CLIENTS = 5;
    private static final int ROUNDS = 20;

    private IoConstructs() {}

    public static List<Construct> all() {
        return List.of(
                new Construct("sockets", IoConstructs::sockets),
                new Construct("socket time-outs", IoConstructs::timeouts),
                new Construct("socket write larger than its buffers", IoConstructs::largeWrite),
                new Construct("close of a socket somebody reads", IoConstructs::closedWhileReading),
                new Construct("SocketChannel", IoConstructs::socketChannel),
                new Construct("Selector", IoConstructs::selector),
                new Construct("DatagramChannel", IoConstructs::datagramChannel),
                new Construct("DatagramSocket", IoConstructs::datagramSocket),
                new Construct("NIO Pipe", IoConstructs::nioPipe),
                new Construct("piped streams", IoConstructs::pipedStreams),
                new Construct("process streams", IoConstructs::process),
                new Construct("file I/O", IoConstructs::files));
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 50, LOOPBACK);
    }

    private static void sockets(Place place) throws Exception {
        try (ServerSocket server = server()) {
            place.start(() -> acceptAll(place, server));
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(place.executor().submit(() -> talk(server.getLocalPort())));
            }
            for (Future<Integer> client : clients) {
                same(ROUNDS, client.get(), "echoes");
            }
        }
    }

    private static void acceptAll(Place place, ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                place.start(() -> echo(socket));
            }
        } catch (IOException e) {
            check(server.isClosed(), "accept ends when the server is closed, not by " + e);
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            int read;
            while ((read = socket.getInputStream().read()) >= 0) {
                socket.getOutputStream().write(read);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int talk(int port) throws IOException {
        int echoes = 0;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), 10_000);
            socket.setSoTimeout(20_000);
            for (int n = 0; n < ROUNDS; n++) {
                socket.getOutputStream().write(n);
                echoes += socket.getInputStream().read() == n ? 1 : 0;
            }
        }
        return echoes;
    }

    private static void timeouts(Place place) throws Exception {
        try (ServerSocket server = server();
                Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
            socket.setSoTimeout(2);
            try {
                int read = socket.getInputStream().read();
                check(false, "nobody wrote, but " + read + " was read");
            } catch (SocketTimeoutException e) {
                check(true, "expected");
            }
            server.accept().close();
            server.setSoTimeout(2);
            try {
                server.accept();
                check(false, "nobody came");
            } catch (SocketTimeoutException e) {
                check(true, "expected");
            }
        }
    }

    private static void largeWrite(Place place) throws Exception {
        byte[] large = new byte[4 << 20];
        try (ServerSocket server = server()) {
            Future<Integer> reader = place.executor().submit(() -> {
                try (Socket socket = server.accept()) {
                    return socket.getInputStream().readAllBytes().length;
                }
            });
            try (Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
                socket.getOutputStream().write(large);
            }
            same(large.length, reader.get(), "bytes");
        }
    }

    private static void closedWhileReading(Place place) throws Exception {
        try (ServerSocket server = server()) {
            Socket socket = new Socket(LOOPBACK, server.getLocalPort());
            Future<Boolean> reader = place.executor().submit(() -> {
                try {
                    return socket.getInputStream().read() < 0;
                } catch (SocketException e) {
                    return true;
                }
            });
            Thread.sleep(1);
            socket.close();
            check(reader.get(), "the reader is told");
        }
    }

    private static void socketChannel(Place place) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
            Future<?> echo = place.executor().submit(() -> {
                try (SocketChannel channel = server.accept()) {
                    ByteBuffer buffer = ByteBuffer.allocate(64);
                    while (channel.read(buffer) >= 0) {
                        buffer.flip();
                        channel.write(buffer);
                        buffer.clear();
                    }
                    return null;
                }
            });
            try (SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
                for (int n = 0; n < ROUNDS; n++) {
                    channel.write(ByteBuffer.wrap(new byte[] {(byte) n}));
                    ByteBuffer one = ByteBuffer.allocate(1);
                    same(1, channel.read(one), "bytes");
                    same((byte) n, one.get(0), "echo");
                }
            }
            echo.get();
        }
    }

    private static void selector(Place place) throws Exception {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(LOOPBACK, 0)).configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            Future<Integer> client =
                    place.executor().submit(() -> talk(server.socket().getLocalPort()));
            while (!client.isDone()) {
                selector.select(key -> serve(selector, key), 1);
            }
            same(ROUNDS, client.get(), "echoes");
            place.start(selector::wakeup);
            selector.select();
        }
    }

    private static void serve(Selector selector, SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                return;
            }
            SocketChannel channel = (SocketChannel) key.channel();
            ByteBuffer buffer = ByteBuffer.allocate(64);
            if (channel.read(buffer) < 0) {
                channel.close();
            } else {
                channel.write(buffer.flip());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void datagramChannel(Place place) throws Exception {
        try (DatagramChannel receiver = DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                DatagramChannel sender = DatagramChannel.open()) {
            Future<Integer> received = place.executor().submit(() -> {
                ByteBuffer buffer = ByteBuffer.allocate(64);
                receiver.receive(buffer);
                return buffer.position();
            });
            sender.send(ByteBuffer.wrap(new byte[17]), receiver.getLocalAddress());
            same(17, received.get(), "bytes");
        }
    }

    private static void datagramSocket(Place place) throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, LOOPBACK)) {
            receiver.setSoTimeout(1);
            try {
                receiver.receive(new DatagramPacket(new byte[8], 8));
                check(false, "nobody sent");
            } catch (SocketTimeoutException e) {
                check(true, "expected");
            }
            receiver.setSoTimeout(20_000);
            place.start(() -> {
                try (DatagramSocket sender = new DatagramSocket()) {
                    sender.send(new DatagramPacket(new byte[3], 3, LOOPBACK, receiver.getLocalPort()));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            DatagramPacket packet = new DatagramPacket(new byte[8], 8);
            receiver.receive(packet);
            same(3, packet.getLength(), "bytes");
        }
    }

    private static void nioPipe(Place place) throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source()) {
            place.start(() -> {
                try (Pipe.SinkChannel sink = pipe.sink()) {
                    Thread.sleep(1);
                    sink.write(ByteBuffer.wrap(new byte[11]));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            same(11, source.read(ByteBuffer.allocate(64)), "bytes");
            same(-1, source.read(ByteBuffer.allocate(64)), "end");
        }
    }

    private static void pipedStreams(Place place) throws Exception {
        PipedInputStream in = new PipedInputStream(16);
        PipedOutputStream out = new PipedOutputStream(in);
        Future<Integer> reader = place.executor().submit(() -> in.readAllBytes().length);
        try (out) {
            out.write(new byte[500]);
        }
        same(500, reader.get(), "bytes");
    }

    private static void process(Place place) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "cat; echo done").start();
        Future<String> output = place.executor().submit(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            process.getInputStream().transferTo(all);
            return all.toString(java.nio.charset.StandardCharsets.UTF_8);
        });
        try (var in = process.getOutputStream()) {
            in.write("some ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        same("some done\n", output.get(), "output");
        same(0, process.waitFor(), "exit status");
    }

    private static void files(Place place) throws Exception {
        Path file = Files.createTempFile("wave-file", ".txt");
        try {
            String text = "line\n".repeat(1000);
            Files.writeString(file, text);
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                readers.add(place.executor().submit(() -> Files.readString(file).length()));
            }
            for (Future<Integer> reader : readers) {
                same(text.length(), reader.get(), "characters");
            }
        } finally {
            Files.delete(file);
        }
    }
}
