package dev.wave.core.inspect;

import dev.wave.core.counters.ErrorKind;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One entry of the host's error log.
 *
 * @param nanos host clock
 * @param code what it is about, a code of {@link ErrorKind}
 * @param place the core or the region it concerns
 * @param count how many of the kind there had been by then
 * @param words the eight words of the slot, or of the claim
 */
public record ErrorEntry(long nanos, long code, long place, long count, List<Long> words) {
    public ErrorEntry {
        words = List.copyOf(words);
    }

    /** All entries, the oldest first. */
    static List<ErrorEntry> all(Window window, Geometry geometry) {
        List<ErrorEntry> entries = new ArrayList<>();
        for (int i = 0; i < RegionLayout.ERROR_ENTRIES; i++) {
            long at = RegionLayout.hostErrors(geometry) + i * RegionLayout.ERROR_BYTES;
            if (window.load(at + 8) != 0) {
                entries.add(read(window, at));
            }
        }
        entries.sort(Comparator.comparingLong(ErrorEntry::nanos));
        return entries;
    }

    private static ErrorEntry read(Window window, long at) {
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            words.add(window.load(at + 64 + i * 8L));
        }
        return new ErrorEntry(window.load(at), window.load(at + 8), window.load(at + 16), window.load(at + 24), words);
    }

    /** What happened, in words, with the bytes that tell it. */
    public String text() {
        ErrorKind kind = ErrorKind.ofCode(code);
        if (kind == null) {
            return "entry of an unknown kind " + code + ": " + hex();
        }
        String where = (kind.aboutARegion() ? "region " : "core ") + place;
        String said = kind == ErrorKind.OTHER_VERSION
                ? "process " + words.get(1) + " speaks version " + words.get(2) + ", this host "
                        + LinkHeader.VERSION_MIN + " to " + LinkHeader.VERSION_MAX
                : hex();
        return kind.words() + " (" + where + ", number " + count + " of the kind): " + said;
    }

    private String hex() {
        StringBuilder text = new StringBuilder();
        for (long word : words) {
            text.append(text.isEmpty() ? "" : " ").append(Long.toHexString(word));
        }
        return text.toString();
    }
}
