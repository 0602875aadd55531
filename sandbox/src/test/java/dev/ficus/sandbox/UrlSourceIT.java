package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UrlSourceIT {
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void databasesOnSomebodyElsesServerAreDroppedAndTheServerGoesOn(DatabaseKind kind) {
        DatabaseSettings shared = SharedServers.server(kind).admin("shared");
        DatabaseSettings fresh;
        try (SandboxServer server = Sandbox.start(
                kind, SandboxOptions.defaults(), Progress.SILENT, new Environment(variables(shared)::get))) {
            assertThat(server.source()).isEqualTo(SandboxKind.URL);
            assertThat(server.controllable()).isFalse();
            assertThatThrownBy(server::kill).isInstanceOf(FicusException.class);
            fresh = server.freshDatabase("guest");
            Ask.put(fresh, "things");
        }

        assertThatThrownBy(() -> Ask.contents(fresh)).isInstanceOf(FicusException.class);
        assertThat(Ask.value(shared, "SELECT 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void aServerThatIsNamedAndRefusesIsNotReplacedByAnother(DatabaseKind kind) {
        Map<String, String> variables = variables(SharedServers.server(kind).admin("shared"));
        variables.replaceAll((name, value) -> name.endsWith("_PASSWORD") ? "wrong" : value);

        assertThatThrownBy(() -> Sandbox.start(
                        kind, SandboxOptions.defaults(), Progress.SILENT, new Environment(variables::get)))
                .isInstanceOfSatisfying(
                        FicusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.LOGIN_REFUSED));
    }

    private static Map<String, String> variables(DatabaseSettings server) {
        String prefix = "FICUS_TEST_" + Environment.upper(server.kind());
        Map<String, String> variables = new HashMap<>();
        variables.put(prefix + "_URL", server.url());
        variables.put(prefix + "_USER", server.user().orElseThrow());
        variables.put(prefix + "_PASSWORD", server.password().orElseThrow());
        return variables;
    }
}
