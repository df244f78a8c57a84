package com.example.orders;

import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A service on grpc-java with virtual threads: most calls ask for one order, a few for a report over all of them. */
public final class Orders {
    private static final int ORDERS = 1_000_000;

    public static void main(String[] args) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        var enclave = ThreadEnclave.open(EnclaveOptions.named("orders-grpc").withCores(cores));
        var executor = enclave.newThreadPerTaskExecutor();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])))
                .executor(executor)
                .addService(ServerServiceDefinition.builder("Orders")
                        .addMethod(method("Order"), ServerCalls.asyncUnaryCall(Orders::order))
                        .addMethod(method("Report"), ServerCalls.asyncUnaryCall(Orders::report))
                        .build())
                .build()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.shutdownNow();
            enclave.close();
        }));
        System.out.println("serving on port " + server.getPort());
        server.awaitTermination();
    }

    private static void order(String request, StreamObserver<String> answer) {
        answer.onNext(request + ": " + total(1_000));
        answer.onCompleted();
    }

    private static void report(String request, StreamObserver<String> answer) {
        answer.onNext(request + ": " + total(8 * ORDERS));
        answer.onCompleted();
    }

    private static long total(int orders) {
        long sum = 0;
        for (int order = 0; order < orders; order++) {
            sum = sum * 31 + (order ^ sum >>> 7);
        }
        return sum;
    }

    /** A unary method of the service; its messages are plain text, so that the example needs no generated code. */
    public static MethodDescriptor<String, String> method(String name) {
        return MethodDescriptor.newBuilder(new Text(), new Text())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("Orders", name))
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream bytes) {
            try (bytes) {
                return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
