package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForcedSourceTest {
    @Test
    void aForcedSourceThatHasNothingIsRefusedWithAFix() {
        FicusException refusal = refusal(DatabaseKind.MYSQL, Map.of("FICUS_SANDBOX", "url"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.SANDBOX_UNAVAILABLE);
        assertThat(refusal.problem().what())
                .isEqualTo("no mysql server from source url: FICUS_TEST_MYSQL_URL is not set");
        assertThat(refusal.problem().fix()).isEqualTo("set FICUS_TEST_MYSQL_URL, or choose another source");
    }

    @Test
    void theVariableOfOneKindGoesBeforeTheCommonOne() {
        Environment environment = new Environment(Map.of(
                "FICUS_SANDBOX", "embedded", "FICUS_SANDBOX_MYSQL", "Installed", "FICUS_SANDBOX_MONGO", " ")::get);
        assertThat(environment.source(DatabaseKind.MYSQL)).isEqualTo(SandboxKind.INSTALLED);
        assertThat(environment.source(DatabaseKind.MONGO)).isEqualTo(SandboxKind.EMBEDDED);
        assertThat(new Environment(name -> null).source(DatabaseKind.MYSQL)).isEqualTo(SandboxKind.AUTO);
    }

    @Test
    void anUnknownSourceIsRefusedByName() {
        FicusException refusal = refusal(DatabaseKind.POSTGRES, Map.of("FICUS_SANDBOX_POSTGRES", "podman"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.USAGE_INVALID);
        assertThat(refusal.problem().what()).contains("podman");
        assertThat(refusal.problem().where()).contains("FICUS_SANDBOX_POSTGRES");
        assertThat(refusal.problem().fix()).isEqualTo("use one of: auto, url, docker, installed, embedded");
    }

    @Test
    void theUrlOfAnotherKindIsRefused() {
        FicusException refusal = refusal(
                DatabaseKind.MYSQL,
                Map.of("FICUS_SANDBOX", "url", "FICUS_TEST_MYSQL_URL", "jdbc:postgresql://127.0.0.1/x"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.SANDBOX_UNAVAILABLE);
        assertThat(refusal.problem().what()).contains("not the URL of a mysql server");
    }

    @Test
    void somebodyElsesServerIsNotTakenWhereSettingsAreAskedFor() {
        Environment environment =
                new Environment(Map.of("FICUS_TEST_POSTGRES_URL", "jdbc:postgresql://127.0.0.1/x")::get);
        Optional<Missing> missing =
                new UrlSource(environment).missing(DatabaseKind.POSTGRES, Map.of("wal_level", "replica"));
        assertThat(missing)
                .hasValueSatisfying(reason -> assertThat(reason.reason()).contains("wal_level"));
    }

    @Test
    void aMissingEngineIsNoticedAtOnce(@TempDir Path folder) {
        Environment environment = new Environment(Map.of("DOCKER_HOST", "unix://" + folder.resolve("none"))::get);
        long start = System.nanoTime();
        assertThat(DockerEngine.missing(environment))
                .hasValueSatisfying(reason -> assertThat(reason.reason()).contains("no Docker engine"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(300));
    }

    @Test
    void anEngineOnTheNetworkIsNotUsed() {
        Environment environment = new Environment(Map.of("DOCKER_HOST", "tcp://build:2375")::get);
        assertThat(DockerEngine.missing(environment))
                .hasValueSatisfying(reason -> assertThat(reason.reason()).contains("on the network"));
    }

    private static FicusException refusal(DatabaseKind kind, Map<String, String> variables) {
        return catchThrowableOfType(
                FicusException.class,
                () -> Sandbox.start(kind, SandboxOptions.defaults(), Progress.SILENT, new Environment(variables::get))
                        .close());
    }
}
