package dev.wave.verify.bench.harness;

import dev.wave.cli.ExpectedFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of {@code verify/src/main/c}, compiled when it is first needed and again when its source is newer. It is killed when the thread that started it
 * ends ({@code lifeline.h}).
 */
public final class CProgram {
    private static final List<String> GCC =
            List.of("gcc", "-O3", "-fno-tree-vectorize", "-std=gnu11", "-Wall", "-Wextra", "-Werror");

    private CProgram() {}

    /**
     * Compiles {@code NAME.c}.
     *
     * @param variant told apart by macros such as {@code -DBARE}; empty for the program as it stands
     * @return the executable
     * @throws ExpectedFailure if there is no gcc, in one line
     */
    public static Path compiled(Path home, String name, String variant) throws InterruptedException {
        return compiled(home, name, variant.isEmpty() ? List.of() : List.of(variant));
    }

    /**
     * As {@link #compiled(Path, String, String)}.
     *
     * @param flags what gcc is told beside the usual; later flags win
     */
    public static Path compiled(Path home, String name, List<String> flags) throws InterruptedException {
        Path sources = home.resolve("verify/src/main/c");
        Path program = home.resolve("verify/target/c").resolve(name + String.join("", flags));
        try {
            if (upToDate(program, sources)) {
                return program;
            }
            Files.createDirectories(program.getParent());
            List<String> command = new ArrayList<>(GCC);
            command.addAll(flags);
            command.addAll(List.of("-include", sources.resolve("lifeline.h").toString()));
            command.addAll(List.of(sources.resolve(name + ".c").toString(), "-o", program.toString(), "-lm"));
            Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(gcc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (gcc.waitFor() != 0) {
                throw new IllegalStateException(name + ".c does not compile: " + said);
            }
            return program;
        } catch (IOException e) {
            throw new ExpectedFailure(
                    "gcc is needed for the C programs and could not be run; install it (package gcc)", e);
        }
    }

    private static boolean upToDate(Path program, Path sources) throws IOException {
        if (!Files.exists(program)) {
            return false;
        }
        var made = Files.getLastModifiedTime(program);
        try (var files = Files.list(sources)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
