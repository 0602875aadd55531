package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ServersIT {
    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void startsAndTakesLogins(DatabaseKind kind) {
        try (SandboxServer server =
                Sandbox.start(kind, SandboxOptions.defaults().from(SandboxKind.EMBEDDED), Progress.SILENT)) {
            System.out.println(server.description() + " " + server.freshDatabase("primary"));
            assertThat(server.kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void shared(DatabaseKind kind) {
        SandboxServer server = SharedServers.server(kind);
        System.out.println(server.description() + " " + server.freshDatabase("primary"));
    }
}
