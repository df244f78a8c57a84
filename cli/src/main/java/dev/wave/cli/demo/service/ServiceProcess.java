package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.process.ParentWatch;
import dev.wave.cli.demo.store.Store;
import dev.wave.cli.demo.wire.RequestLink;
import dev.wave.core.Clock;
import java.nio.file.Path;
import java.util.Optional;
import wavedemo.service.KeyValueService;

/**
 * The host's side of one run, in a JVM of its own.
 *
 * <p>Says {@code ready short-slices=true} when requests may come, and its counters as {@code counter NAME VALUE} at the end.
 */
public final class ServiceProcess {
    /**
     * How much less than the ingress thread the workers weigh with the kernel, in all variants. With equal weights the ingress thread
     * may not preempt again for as long as it has just run itself, and then waits for the next clock tick: milliseconds in which
     * requests lie in the queue that a real receive path, an interrupt handler, would take in at once.
     */
    private static final int BELOW_INGRESS = 10;

    private ServiceProcess() {}

    public static void main(String[] arguments) throws Exception {
        CallingThread.leaveTerminalGroup();
        Settings settings = Settings.parse(arguments);
        ParentWatch parent = new ParentWatch(System.in);
        try (Store store = Store.open(Path.of(settings.text("database")));
                KeyValueService service = new KeyValueService(store.database())) {
            serve(settings, service, parent);
        }
    }

    private static void serve(Settings settings, KeyValueService service, ParentWatch parent) throws Exception {
        Variant variant = Variant.labelled(settings.text("variant")).orElseThrow();
        try (RequestLink link = RequestLink.create(settings.text("link"))) {
            var responses = new ResponseSender(link.responseWriter());
            var surroundings = new ServiceTask.Surroundings(service, responses, Clock.system());
            try (Ingress ingress = new Ingress(link, surroundings)) {
                boolean shortSlices = ingress.start();
                Optional<LocalNic> nic =
                        variant == Variant.WAVE_LOCAL ? Optional.of(new LocalNic(settings, parent)) : Optional.empty();
                // What this thread starts from here on inherits it.
                CallingThread.nice(BELOW_INGRESS);
                try (Workers workers = Workers.of(variant, settings)) {
                    ingress.deliverTo(workers);
                    System.out.println("ready short-slices=" + shortSlices);
                    nic.ifPresent(LocalNic::begin);
                    if (!parent.await(settings.number("warm-up-nanos"))) {
                        CallingThread.idleCompilers();
                    }
                    parent.await();
                    if (nic.isPresent()) {
                        nic.get().awaitEnd();
                    }
                    ingress.close();
                    workers.counters().forEach((name, value) -> System.out.println("counter " + name + " " + value));
                }
            }
        }
    }
}
