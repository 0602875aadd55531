package dev.ficus.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Beats;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class StranglerFixtureIT {

    @Test
    void controlTablesStandOnBothSidesOfFreshDatabases() throws SQLException {
        StranglerFixture fixture = StranglerFixture.fresh();
        DomainSettings domain = fixture.register(StranglerFixture.domain("orders"), "orders");

        try (Connection mysql = fixture.mysql().open();
                Connection postgres = fixture.postgres().open()) {
            assertThat(Beats.send(mysql, domain.name())).isEqualTo(1);
            assertThat(Beats.send(postgres, domain.name())).isEqualTo(1);
            assertThat(Beats.send(postgres, domain.name())).isEqualTo(2);
        }
        assertThat(fixture.mysqlRows("SELECT beat FROM ficus.beat WHERE domain = '" + domain.name() + "'"))
                .containsExactly("1");
        assertThat(fixture.postgresRows("SELECT name, phase, epoch FROM ficus.domain"))
                .containsExactly(domain.name() + "|legacy|1");
    }
}
