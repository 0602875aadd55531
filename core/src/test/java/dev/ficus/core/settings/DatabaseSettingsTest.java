package dev.ficus.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
    @Test
    void databasesOfOneServerAreToldFromThoseOfAnother() {
        DatabaseSettings shop = at("jdbc:mysql://db1:3306/shop?sslMode=DISABLED");
        assertThat(shop.isOnServerOf(at("jdbc:mysql://db1:3306/scratch"))).isTrue();
        assertThat(shop.isOnServerOf(at("jdbc:mysql://db1:3307/shop"))).isFalse();
        assertThat(at("mongodb://a,b:1/x?replicaSet=c").isOnServerOf(at("mongodb://a,b:1/y")))
                .isTrue();
        assertThat(at("mongodb://a,b:1/x").isOnServerOf(at("mongodb://a/x"))).isFalse();
    }

    private static DatabaseSettings at(String url) {
        return new DatabaseSettings(
                "primary", DatabaseKind.MYSQL, url, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
