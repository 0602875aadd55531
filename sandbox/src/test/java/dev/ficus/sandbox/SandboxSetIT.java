package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SandboxSetIT {
    @Test
    void theSettingsThatItWritesLeadToServersThatAnswer(@TempDir Path folder) throws IOException {
        try (SandboxSet set = SandboxSet.start(SandboxOptions.defaults(), Progress.SILENT)) {
            Path file = set.writeSettings(folder.resolve("play"));

            Settings settings = SettingsFile.read(file);
            assertThat(settings.databases())
                    .extracting(DatabaseSettings::name)
                    .containsExactly("legacy", "primary", "content");
            assertThat(settings.databases()).allSatisfy(database -> {
                assertThat(database.safeUrl()).endsWith("/shop");
                assertThat(database.migrations())
                        .hasValueSatisfying(path -> assertThat(path).isEmptyDirectory());
                Ask.put(database, "things");
                assertThat(Ask.contents(database)).containsExactly("things");
                assertThat(Ask.contents(set.database(database.kind()))).containsExactly("things");
            });
            assertThat(settings.strangler().orElseThrow().from().name()).isEqualTo("legacy");
            assertThat(settings.strangler().orElseThrow().to().kind()).isEqualTo(DatabaseKind.POSTGRES);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(anotherTime(set, folder.resolve("play")).code()).isEqualTo(ErrorCode.CONFIG_EXISTS);
        }
    }

    private static FicusException anotherTime(SandboxSet set, Path folder) {
        return catchThrowableOfType(FicusException.class, () -> set.writeSettings(folder));
    }
}
