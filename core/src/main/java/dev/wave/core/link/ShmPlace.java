package dev.wave.core.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** What stands where a link should be, for the answers to those who cannot use it. */
final class ShmPlace {
    private ShmPlace() {}

    /**
     * Refuses what is no plain file before anything is opened: opening a FIFO may wait for ever, and a symbolic link in a folder that
     * everybody may write to may lead anywhere.
     */
    static void requireFile(Path path, String uri) throws IOException {
        var found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            String what = found.isSymbolicLink()
                    ? "a symbolic link"
                    : found.isDirectory() ? "a directory" : "a pipe, socket or device";
            throw new LinkException("link " + uri + " cannot be used: " + path + " is " + what
                    + ", not a file that a service made. Find out who put it there, and remove it.");
        }
    }

    /** Whose the file is and what would help, as the end of a sentence about a denied permission. */
    static String owner(Path path) {
        try {
            var file = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String mode = PosixFilePermissions.toString(file.permissions());
            boolean ours = file.owner().getName().equals(System.getProperty("user.name"));
            return ours
                    ? " (mode " + mode + "). Give yourself the right to read and write it: chmod 600 " + path + "."
                    : ": it belongs to user " + file.owner().getName() + " (mode " + mode
                            + "). Run as the user who owns the service.";
        } catch (IOException | UnsupportedOperationException e) {
            return ". Run as the user who owns the service.";
        }
    }
}
