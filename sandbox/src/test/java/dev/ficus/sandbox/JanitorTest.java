package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JanitorTest {

    /** As mariadb-install-db does, which makes its data directory with every parent that is missing. */
    @Test
    void directoryThatADyingInstallerMakesAgainIsRemovedToo(@TempDir Path temporary) throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        Process installer = new ProcessBuilder(Janitor.ownSession(
                        java.util.List.of("sh", "-c", "while :; do mkdir -p \"$0/data\"; done", home.toString())))
                .start();
        try {
            Files.writeString(home.resolve("pid"), Long.toString(installer.pid()));
            Janitor janitor = Janitor.hire("janitor.sh", home.toString(), "TERM");

            assertThat(janitor.dismiss()).as("it ends in time").isTrue();

            assertThat(installer.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(temporary).isEmptyDirectory();
        } finally {
            installer.destroyForcibly();
        }
    }
}
