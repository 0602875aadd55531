package dev.ficus.core.history;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs changes, as histories and locks record it. */
public final class RanBy {
    private static final String CURRENT = System.getProperty("user.name", "unknown") + "@" + host();

    private RanBy() {}

    /** User and host of this process, such as {@code ana@build-7}. */
    public static String current() {
        return CURRENT;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
