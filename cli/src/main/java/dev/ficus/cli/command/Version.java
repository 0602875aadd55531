package dev.ficus.cli.command;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the file that the build writes. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"ficus " + text()};
    }

    /** Such as {@code 0.1.0}. */
    public static String text() {
        try (InputStream file = Version.class.getResourceAsStream("/dev/ficus/cli/version.txt")) {
            if (file == null) {
                throw new IOException("version.txt is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new FicusException(
                    ErrorCode.INTERNAL, "the version is unknown", "dev/ficus/cli/version.txt", "build Ficus anew", e);
        }
    }
}
