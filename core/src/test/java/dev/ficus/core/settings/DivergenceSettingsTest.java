package dev.ficus.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code strangler.domains.NAME.divergence}. */
class DivergenceSettingsTest {
    private static final String HEAD = """
            databases:
              legacy: { url: "jdbc:mysql://db1/shop" }
              primary: { url: "jdbc:postgresql://db2/shop" }
            strangler:
              from: legacy
              to: primary
              domains:
            """;

    @Test
    void everyDomainHasItsOwnAndStopsUnlessItSaysSo() {
        List<DomainSettings> domains = read("""
                    blog: { tables: [posts] }
                    shop: { tables: [orders], divergence: count }
                    bank: { tables: [account], divergence: stop }
                """);
        assertThat(domains)
                .extracting(DomainSettings::divergence)
                .containsExactly(Divergence.STOP, Divergence.COUNT, Divergence.STOP);
    }

    @Test
    void anotherWordIsRefused() {
        assertThatThrownBy(() -> read("    shop: { tables: [orders], divergence: ignore }\n"))
                .hasMessageContaining("divergence of domain shop is ignore");
    }

    private static List<DomainSettings> read(String domains) {
        return new SettingsParser(Path.of("/project/ficus.yaml"), name -> Optional.empty())
                .parse(HEAD + domains)
                .requiredStrangler()
                .domains();
    }
}
