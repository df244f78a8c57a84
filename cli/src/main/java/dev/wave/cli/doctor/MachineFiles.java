package dev.wave.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a machine tells in files, below a root that a test can choose. */
final class MachineFiles {
    private final Path root;
    private final List<Path> programFolders;

    MachineFiles(Path root, List<Path> programFolders) {
        this.root = root;
        this.programFolders = List.copyOf(programFolders);
    }

    /** This machine, and the programs on this PATH. */
    static MachineFiles real(String path) {
        return new MachineFiles(
                Path.of("/"),
                Stream.of(path.split(":"))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    boolean exists(String path) {
        return Files.exists(at(path));
    }

    boolean writable(String path) {
        return Files.isWritable(at(path));
    }

    /** The file's text without surrounding space; empty if it cannot be read. */
    Optional<String> text(String path) {
        try {
            return Optional.of(Files.readString(at(path)).strip());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** How many entries a folder has; 0 if it cannot be read. */
    long entries(String path) {
        try (Stream<Path> all = Files.list(at(path))) {
            return all.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The number behind {@code key} in a file of lines such as {@code MemAvailable: 123 kB}. */
    Optional<Long> number(String path, String key) {
        return text(path)
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith(key)).findFirst())
                .map(line -> line.substring(key.length()).replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .map(Long::valueOf);
    }

    /** Where a program is, if it is on the PATH. */
    Optional<Path> program(String name) {
        return programFolders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The kernel's version as major * 1000 + minor; 0 if unknown. */
    int kernel() {
        String[] parts = text("/proc/sys/kernel/osrelease").orElse("").split("[.-]");
        try {
            return parts.length < 2 ? 0 : Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    String kernelText() {
        return "kernel " + text("/proc/sys/kernel/osrelease").orElse("unknown");
    }
}
