package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.TableChoice;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.verify.VerificationReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and columns that have other names in PostgreSQL: reserved words, upper case, names swapped between columns. */
class MappedNamesIT {
    private static final String ROWS = "SELECT \"user\", \"Title\", a, b, \"made at\" FROM \"Order\" ORDER BY \"user\"";

    @TempDir
    private Path directory;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void domainWithOtherNamesInPostgresGoesThereAndBack() {
        fixture.mysql(
                "CREATE TABLE wp_orders (ID BIGINT NOT NULL AUTO_INCREMENT, `select` VARCHAR(40), b INT, a INT,"
                        + " made DATETIME, PRIMARY KEY (ID), KEY by_title (`select`))",
                "CREATE TABLE wp_lines (order_id BIGINT NOT NULL, n INT NOT NULL, PRIMARY KEY (order_id, n),"
                        + " CONSTRAINT line_order FOREIGN KEY (order_id) REFERENCES wp_orders (ID))",
                "INSERT INTO wp_orders VALUES (1, 'one', 10, 20, '2024-01-01'), (2, NULL, 11, 21, NULL)",
                "INSERT INTO wp_lines VALUES (1, 1), (1, 2)");
        try (MovingDomain domain = new MovingDomain(fixture, names(), "wp_orders", "wp_lines")) {
            domain.convert(directory);
            assertThat(domain.backfill().rows()).isEqualTo(4);
            assertThat(fixture.postgresRows(ROWS)).containsExactly("1|one|10|20|2024-01-01 00:00:00", "2|~|11|21|~");
            domain.stream();
            assertForward(domain);
            assertDifferenceIsFound(domain);
            assertBackward(domain);
        }
    }

    private void assertForward(MovingDomain domain) {
        fixture.mysql(
                "INSERT INTO wp_orders VALUES (3, 'three', 12, 22, NULL)",
                "UPDATE wp_orders SET b = b + 1 WHERE ID = 1",
                "UPDATE wp_orders SET ID = 4 WHERE ID = 2",
                "DELETE FROM wp_lines WHERE n = 2");
        domain.awaitPostgres(ROWS, "1|one|11|20|2024-01-01 00:00:00", "3|three|12|22|~", "4|~|11|21|~");
        domain.awaitPostgres("SELECT * FROM lines", "1|1");
    }

    private void assertDifferenceIsFound(MovingDomain domain) {
        fixture.postgres("SET session_replication_role = 'replica'; SELECT set_config('ficus.applier', '"
                + domain.name() + "', false); UPDATE \"Order\" SET a = 99 WHERE \"user\" = 3");
        VerificationReport report = domain.verify();
        assertThat(report.differences()).isEqualTo(1);
        assertThat(report.tables().get(0).table()).as("MySQL's name").isEqualTo("wp_orders");
        assertThat(report.tables().get(0).listedDifferences().get(0).columns()).containsExactly("b");
        fixture.mysql("UPDATE wp_orders SET b = 13 WHERE ID = 3");
        domain.awaitPostgres("SELECT a FROM \"Order\" WHERE \"user\" = 3", "13");
    }

    private void assertBackward(MovingDomain domain) {
        domain.toDualWrite();
        fixture.postgres(
                "INSERT INTO \"Order\" (\"Title\", a, b) VALUES ('new', 1, 2)",
                "UPDATE \"Order\" SET \"Title\" = 'changed' WHERE \"user\" = 1",
                "UPDATE \"Order\" SET \"user\" = 7 WHERE \"user\" = 4",
                "DELETE FROM lines");
        String rows = "SELECT ID, `select`, b, a FROM wp_orders ORDER BY ID";
        domain.awaitMysql(rows, "1|changed|11|20", "3|three|13|22", "5|new|1|2", "7|~|11|21");
        domain.awaitMysql("SELECT count(*) FROM wp_lines", "0");
        assertThat(domain.verify().clean()).isTrue();
        domain.backToMirroring();
        fixture.mysql("INSERT INTO wp_orders (`select`) VALUES ('back')");
        domain.awaitPostgres("SELECT \"user\" FROM \"Order\" WHERE \"Title\" = 'back'", "8");
        assertThat(domain.verify().clean()).isTrue();
    }

    /** Names a and b are swapped on purpose: whoever mixes up the sides is found out. */
    private static ConversionSettings names() {
        TableChoice orders = new TableChoice(
                Optional.of("Order"),
                Map.of(),
                Map.of(
                        "ID",
                        name("user"),
                        "select",
                        name("Title"),
                        "b",
                        name("a"),
                        "a",
                        name("b"),
                        "made",
                        name("made at")));
        TableChoice lines = new TableChoice(Optional.of("lines"), Map.of(), Map.of());
        return new ConversionSettings(Map.of(), Map.of("wp_orders", orders, "wp_lines", lines));
    }

    private static ColumnChoice name(String name) {
        return new ColumnChoice(
                Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
