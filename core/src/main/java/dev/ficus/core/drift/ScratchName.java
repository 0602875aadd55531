package dev.ficus.core.drift;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * The names of scratch databases: {@code ficus_drift_20261122t164500_0a1b2c3d}, with the time (UTC) at which they were
 * made. Nobody gives a database of their own such a name by chance, so what has one may be dropped once nobody uses it.
 */
public final class ScratchName {
    private static final Pattern NAME = Pattern.compile("ficus_drift_\\d{8}t\\d{6}_[0-9a-f]{8}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss").withZone(ZoneOffset.UTC);

    private ScratchName() {}

    /** A name that nothing has yet. */
    public static String next() {
        String time = TIME.format(Clock.systemUTC().instant());
        return String.format("ficus_drift_%s_%08x", time, new SecureRandom().nextInt());
    }

    /** True where a scratch database has this name. */
    public static boolean matches(String name) {
        return NAME.matcher(name).matches();
    }
}
