package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RestartIT {
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void dataAndPortOutliveAStopAndACrash(DatabaseKind kind) {
        try (SandboxServer server = own(kind, SandboxOptions.defaults())) {
            DatabaseSettings database = server.freshDatabase("shop");
            Ask.run(database, "CREATE TABLE item (id int PRIMARY KEY)");

            server.stop();
            assertThatThrownBy(() -> server.freshDatabase("down")).isInstanceOf(FicusException.class);
            server.start();
            Ask.run(database, "INSERT INTO item VALUES (1)");
            server.kill();
            server.kill();
            server.start();
            Ask.run(database, "INSERT INTO item VALUES (2)");

            assertThat(Ask.value(database, "SELECT count(*) FROM item")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void aServerCanBeMadeUnsuitable(DatabaseKind kind) {
        SandboxOptions unsuitable = kind == DatabaseKind.POSTGRES
                ? SandboxOptions.defaults().with("wal_level", "replica")
                : SandboxOptions.defaults().with("skip-log-bin", "");
        try (SandboxServer server = own(kind, unsuitable)) {
            String query = kind == DatabaseKind.POSTGRES ? "SHOW wal_level" : "SELECT @@log_bin";
            assertThat(Ask.value(server.admin("admin"), query))
                    .isEqualTo(kind == DatabaseKind.POSTGRES ? "replica" : "0");
        }
    }

    private static SandboxServer own(DatabaseKind kind, SandboxOptions options) {
        return Sandbox.start(kind, options, Progress.SILENT);
    }
}
