package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaConvertIT {
    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private Project project = new Project(Path.of("."));

    @BeforeEach
    void shop() throws SQLException {
        project = new Project(directory).database(legacy).database(primary).settings("""
                        strangler:
                          from: legacy
                          to: primary
                          domains:
                            orders: { tables: [orders] }
                            maps: { tables: [maps] }
                            gone: { tables: [gone] }
                          convert: { tables: { maps: { columns: { place: { to: boolean } } } } }
                        """);
        try (Connection connection = Connections.open(legacy, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, note VARCHAR(40) COLLATE utf8mb4_bin)");
            statement.execute("CREATE TABLE maps (id INT PRIMARY KEY, place POINT)");
        }
    }

    @Test
    void convertWritesAChangeThatMigrateApplies() {
        CommandRun convert = project.run("schema", "convert", "orders");
        assertThat(convert.exitCode()).as(convert.err()).isZero();
        assertThat(project.stable(convert.out()))
                .matches("orders: wrote DIR/primary/V001__\\S*orders\\S*.sql\n  tables: orders\n");
        assertThat(project.stable(convert.err())).isEqualTo("next: ficus -c DIR/ficus.yaml migrate up --db primary\n");
        CommandRun up = project.run("migrate", "up", "--db", "primary");
        assertThat(up.exitCode()).as(up.err()).isZero();
        CommandRun again = project.run("schema", "convert", "orders");
        assertThat(project.stable(again.out())).startsWith("orders: found unchanged: DIR/primary/V001__");
    }

    @Test
    void choiceThatDoesNotSuitItsColumnIsRefusedByName() {
        CommandRun convert = project.run("schema", "convert", "maps");
        assertThat(convert.exitCode()).isEqualTo(2);
        assertThat(convert.out()).isEmpty();
        assertThat(convert.err()).startsWith("error CONFIG_INVALID: ").contains("maps.place");
    }

    @Test
    void tableThatIsNotThereIsNamed() {
        CommandRun convert = project.run("schema", "convert", "gone");
        assertThat(convert.exitCode()).isEqualTo(4);
        assertThat(convert.err()).startsWith("error TABLE_MISSING: ").contains("gone");
    }

    @Test
    void unknownDomainGetsASuggestion() {
        CommandRun convert = project.run("schema", "convert", "order");
        assertThat(convert).isEqualTo(new CommandRun(2, "", """
                        error DOMAIN_UNKNOWN: there is no domain order
                          at:  ficus.yaml, strangler.domains
                          fix: did you mean orders?
                        """));
    }

    @Test
    void choiceThatPartsTheTwoEndsOfAForeignKeyIsRefused() throws SQLException {
        try (Connection connection = Connections.open(legacy, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE parents (id BIGINT UNSIGNED PRIMARY KEY)");
            statement.execute("CREATE TABLE children (id INT PRIMARY KEY, parent BIGINT UNSIGNED,"
                    + " CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parents (id))");
        }
        Project family =
                new Project(directory).database(legacy).database(primary).settings("""
                        strangler:
                          from: legacy
                          to: primary
                          convert: { tables: { parents: { columns: { id: { to: bigint } } } } }
                          domains: { family: { tables: [parents, children] } }
                        """);
        assertThat(family.run("schema", "convert", "family")).isEqualTo(new CommandRun(2, "", """
                        error CONFIG_INVALID: column children.parent would be numeric(20), and parents.id, to which foreign key of_parent ties it, bigint
                          at:  ficus.yaml, strangler.convert
                          fix: choose the same type for both
                        """));
    }
}
