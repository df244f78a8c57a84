package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.Variant;
import dev.wave.threads.virtual.ThreadEnclave;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the child JVMs are set up. The service's are equal in all variants, save for the instrumenter, which only Wave needs. */
final class JvmFlags {
    private JvmFlags() {}

    static List<String> service(Variant variant, int cores) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms1g",
                "-Xmx1g",
                "-Xmn640m",
                "-XX:+UseSerialGC",
                "-XX:+DisplayVMOutputToStderr",
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.virtualThreadScheduler.parallelism=" + cores));
        if (variant.offloaded()) {
            flags.add("-javaagent:" + instrumenter() + "=packages=wavedemo.service.");
        }
        return List.copyOf(flags);
    }

    static List<String> nic() {
        return List.of(
                "-Xms512m",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:+DisplayVMOutputToStderr",
                "--enable-native-access=ALL-UNNAMED");
    }

    private static Path instrumenter() {
        try {
            return Path.of(ThreadEnclave.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new DemoFailure(
                    "the place of wave-threads.jar is no file name (" + e.getInput()
                            + "), so its instrumenter cannot be passed to the service. Move the installation.",
                    e);
        }
    }
}
