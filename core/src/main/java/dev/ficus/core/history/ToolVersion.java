package dev.ficus.core.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Ficus that histories record with each change. */
public final class ToolVersion {
    private static final String VERSION = read();

    private ToolVersion() {}

    /** Such as {@code Ficus 0.1.0}. */
    public static String current() {
        return VERSION;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = ToolVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing from the core jar");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "Ficus " + properties.getProperty("version");
    }
}
