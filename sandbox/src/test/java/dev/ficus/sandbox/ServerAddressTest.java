package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DatabaseKind;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://db1:3306/mysql?sslMode=DISABLED, jdbc:mysql://db1:3306/shop?sslMode=DISABLED",
        "jdbc:mysql://db1, jdbc:mysql://db1/shop",
        "jdbc:postgresql://[::1]:5432/?ssl=false, jdbc:postgresql://[::1]:5432/shop?ssl=false",
        "mongodb://ana:secret@one/?directConnection=true, mongodb://ana:secret@one/shop?directConnection=true",
        "mongodb+srv://cluster, mongodb+srv://cluster/shop",
    })
    void anotherDatabaseKeepsHostAndParameters(String url, String expected) {
        ServerAddress address = new ServerAddress(DatabaseKind.MYSQL, url, Optional.empty(), Optional.empty());
        assertThat(address.database("legacy", "shop").url()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRES", "MYSQL", "MONGO"})
    void theUrlOfALocalServerTellsItsKind(DatabaseKind kind) {
        String url = ServerAddress.local(kind, 12_345, Optional.empty()).url();
        assertThat(DatabaseKind.of(url)).contains(kind);
        assertThat(url).contains("//127.0.0.1:12345/");
    }
}
