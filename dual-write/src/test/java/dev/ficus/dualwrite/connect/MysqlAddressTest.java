package dev.ficus.dualwrite.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.connect.MysqlAddress.Tls;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MysqlAddressTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://db1/shop, db1, 3306, PREFERRED",
        "jdbc:mysql://db1:3307/shop?useSSL=true&sslMode=verify_ca, db1, 3307, VERIFY_CA",
        "jdbc:mysql://127.0.0.1:41000/shop?sslMode=DISABLED, 127.0.0.1, 41000, DISABLED",
        "jdbc:mysql://[::1]:3308/shop?sslMode=REQUIRED, [::1], 3308, REQUIRED",
    })
    void urlIsReadAsTheJdbcDriverReadsIt(String url, String host, int port, Tls tls) {
        DatabaseSettings settings = new DatabaseSettings(
                "legacy", DatabaseKind.MYSQL, url, Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(MysqlAddress.of(settings)).isEqualTo(new MysqlAddress(host, port, tls));
    }
}
