package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.SettingsFile;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoDirectoryTest {
    @Test
    void settingsFileReadsBackAsTheDatabasesThatWereGiven() {
        try (DemoDirectory directory = DemoDirectory.create()) {
            DatabaseSettings legacy = database("legacy", DatabaseKind.MYSQL, "jdbc:mysql://127.0.0.1:3306/shop");
            DatabaseSettings primary =
                    database("primary", DatabaseKind.POSTGRES, "jdbc:postgresql://127.0.0.1:5432/shop");
            DatabaseSettings content = new DatabaseSettings(
                    "content",
                    DatabaseKind.MONGO,
                    "mongodb://127.0.0.1:27017/shop",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            directory.writeConfig(legacy, primary, content);

            Settings settings = SettingsFile.read(directory.config());
            assertThat(settings.requiredStrangler().from().url()).isEqualTo(legacy.url());
            assertThat(settings.requiredStrangler().from().password()).contains("p#ss:w\"rd");
            assertThat(settings.requiredStrangler().domains())
                    .containsExactly(
                            new DomainSettings("customers", List.of("customers", "addresses")),
                            new DomainSettings("catalog", List.of("products")),
                            new DomainSettings("orders", List.of("orders", "order_items")));
            assertThat(settings.databases())
                    .allSatisfy(database ->
                            assertThat(database.migrations().orElseThrow()).isNotEmptyDirectory());
        }
    }

    @Test
    void closingRemovesEverything() {
        DemoDirectory directory = DemoDirectory.create();
        directory.write("migrations-postgres/V002__ficus_orders.sql", "SELECT 1;\n");
        directory.close();

        assertThat(Files.exists(directory.path())).isFalse();
    }

    private static DatabaseSettings database(String name, DatabaseKind kind, String url) {
        return new DatabaseSettings(name, kind, url, Optional.of("ficus"), Optional.of("p#ss:w\"rd"), Optional.empty());
    }
}
