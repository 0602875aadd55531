package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that opened a session of the server, so that it can be told later whether it still lives.
 *
 * @param pid its number
 * @param machine which numbers those are: of one boot of one machine, and of one container on it. Host names do not tell
 *     that. {@link #UNKNOWN} where the system does not say it (only Linux does)
 */
public record ClientProcess(long pid, String machine) {
    static final String UNKNOWN = "unknown";
    private static final Pattern TEXT = Pattern.compile("\\bpid (\\d+)@([0-9a-f]{12})\\b");

    /** This process. */
    public static ClientProcess current() {
        return new ClientProcess(ProcessHandle.current().pid(), thisMachine());
    }

    /** Finds what {@link #toString} wrote, inside of a longer text. */
    public static Optional<ClientProcess> in(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.find()
                ? Optional.of(new ClientProcess(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /** True only where it is certain: the process was one of this machine, and none here has its number any more. */
    public boolean hasEnded() {
        boolean here = !machine.equals(UNKNOWN) && machine.equals(thisMachine());
        return here && ProcessHandle.of(pid).isEmpty();
    }

    @Override
    public String toString() {
        return "pid " + pid + "@" + machine;
    }

    private static String thisMachine() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            Path namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            return ChangeText.sha256(boot.strip() + namespace).substring(0, 12);
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return UNKNOWN;
        }
    }
}
