package dev.wave.verify.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes until one fails, in a JVM that sees a mutated class first. Prints how many ran, then the first that failed. */
final class MutantMain {
    private MutantMain() {}

    public static void main(String[] tests) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(tests).map(name -> selectClass(name)).toList())
                .build();
        int[] ran = {0};
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                ran[0] += test.isTest() ? 1 : 0;
                result.getThrowable().ifPresent(failure -> {
                    System.out.println("CAUGHT\t" + name(test) + "\t"
                            + String.valueOf(failure.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
                    // What else would fail, or hang, says nothing more.
                    Runtime.getRuntime().halt(0);
                });
            }
        });
        System.out.println("SURVIVED\t" + ran[0]);
        Runtime.getRuntime().halt(0);
    }

    private static String name(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof MethodSource source
                ? source.getClassName().replaceFirst(".*\\.", "") + "." + source.getMethodName()
                : test.getDisplayName();
    }
}
