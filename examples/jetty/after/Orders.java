package com.example.orders;

import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A service on Jetty with virtual threads: most requests ask for one order, a few for a report over all of them. */
public final class Orders extends Handler.Abstract {
    private static final int ORDERS = 1_000_000;

    public static void main(String[] args) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        var enclave = ThreadEnclave.open(EnclaveOptions.named("orders-jetty").withCores(cores));
        var pool = new QueuedThreadPool(8);
        pool.setVirtualThreadsExecutor(enclave.newThreadPerTaskExecutor());
        var server = new Server(pool);
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        server.setHandler(new Orders());
        server.setStopAtShutdown(true);
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopped(LifeCycle stopped) {
                enclave.close();
            }
        });
        server.start();
        System.out.println("serving on port " + connector.getLocalPort());
        server.join();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean report = request.getHttpURI().getPath().equals("/report");
        long sum = report ? total(8 * ORDERS) : total(1_000);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        Content.Sink.write(response, true, sum + "\n", callback);
        return true;
    }

    private static long total(int orders) {
        long sum = 0;
        for (int order = 0; order < orders; order++) {
            sum = sum * 31 + (order ^ sum >>> 7);
        }
        return sum;
    }
}
