package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SharedServersIT {
    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void thereIsOneServerOfEachKind(DatabaseKind kind) {
        assertThat(SharedServers.server(kind)).isSameAs(SharedServers.server(kind));
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void whatIsWrittenToOneFreshDatabaseIsNotInAnother(DatabaseKind kind) {
        SandboxServer server = SharedServers.server(kind);
        DatabaseSettings one = server.freshDatabase("orders");
        DatabaseSettings other = server.freshDatabase("orders");
        assertThat(Ask.contents(one)).isEmpty();

        Ask.put(one, "things");

        assertThat(Ask.contents(one)).containsExactly("things");
        assertThat(Ask.contents(other)).isEmpty();
        assertThat(one.name()).isEqualTo("orders");
        assertThat(one.migrations()).isEmpty();
    }

    /** The pipeline says what it set up; this holds it to its word. */
    @Test
    void theServersAreThoseThatThePipelineExpects() {
        Environment environment = Environment.ofProcess();
        DatabaseSettings mysql = SharedServers.server(DatabaseKind.MYSQL).admin("legacy");
        assertThat(Ask.value(mysql, "SELECT version()"))
                .startsWith(environment.value("FICUS_EXPECT_MYSQL").orElse(""));
        DatabaseSettings postgres = SharedServers.server(DatabaseKind.POSTGRES).admin("primary");
        assertThat(Ask.value(postgres, "SELECT current_setting('server_version')"))
                .startsWith(environment.value("FICUS_EXPECT_POSTGRES").orElse(""));
        Optional<SandboxKind> source = environment.value("FICUS_EXPECT_SOURCE").flatMap(SandboxKind::of);
        assertThat(SharedServers.server(DatabaseKind.MYSQL).source())
                .isEqualTo(source.orElseGet(SharedServers.server(DatabaseKind.MYSQL)::source));
        assertThat(SharedServers.server(DatabaseKind.POSTGRES).source())
                .isEqualTo(source.orElseGet(SharedServers.server(DatabaseKind.POSTGRES)::source));
    }
}
