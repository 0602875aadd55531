package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversion that runs again after MySQL changed writes what changed, and that leads to what a fresh one makes. */
class SchemaDifferenceIT {
    private static final String TABLES = """
            CREATE TABLE %s (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) NOT NULL,
              old_one INT, price DECIMAL(8,2) NOT NULL DEFAULT 1.50, state ENUM('a','b') NOT NULL DEFAULT 'a',
              note TEXT COMMENT 'a note', made DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
              touched TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP, UNIQUE KEY by_name (name), KEY by_price (price, state))""";
    private static final String CATALOG = """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                   pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2""";
    private static final String CONSTRAINTS = """
            SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = current_schema()::regnamespace AND contype <> 'n' ORDER BY 1, 2""";
    private static final String INDEXES =
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1";
    private static final String TRIGGERS = """
            SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
              AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
            ORDER BY 1, 2""";

    @TempDir
    private Path directory;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void differenceLeadsToWhatAFreshConversionMakes() {
        fixture.mysql(
                TABLES.formatted("item"),
                "CREATE TABLE part (item INT UNSIGNED, no INT, PRIMARY KEY (item, no),"
                        + " CONSTRAINT part_item FOREIGN KEY (item) REFERENCES item (id))");
        Conversion conversion = new Conversion(fixture, directory);
        conversion.run("item", "part");
        fixture.postgres("INSERT INTO item (name) VALUES ('one')", "INSERT INTO part VALUES (1, 1)");

        fixture.mysql(
                "ALTER TABLE part DROP FOREIGN KEY part_item",
                "ALTER TABLE item DROP COLUMN old_one, MODIFY price DECIMAL(12,4) NOT NULL DEFAULT 2,"
                        + " MODIFY state ENUM('a','b','c') NULL, MODIFY note TEXT NOT NULL COMMENT 'another',"
                        + " MODIFY id BIGINT NOT NULL AUTO_INCREMENT, ADD COLUMN size INT NOT NULL,"
                        + " ADD COLUMN since TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP, DROP KEY by_name,"
                        + " ADD KEY by_size (size)",
                "ALTER TABLE part MODIFY item BIGINT NOT NULL, ADD COLUMN side INT NOT NULL DEFAULT 7,"
                        + " DROP PRIMARY KEY, ADD PRIMARY KEY (item, no, side)",
                "ALTER TABLE part ADD CONSTRAINT part_item FOREIGN KEY (item) REFERENCES item (id) ON DELETE RESTRICT",
                "CREATE TABLE label (id INT PRIMARY KEY, text VARCHAR(9) COMMENT 'shown')");
        fixture.postgres("UPDATE item SET note = ''");
        ConversionReport report = conversion.of("item", "part", "label");
        conversion.run(report);

        assertThat(report.files())
                .singleElement()
                .satisfies(
                        file -> assertThat(file.getFileName().toString()).matches("V\\d+__ficus_shop-change-1\\.sql"));
        assertThat(report.findings())
                .as("a column that goes takes its values along")
                .anyMatch(finding -> finding.where().equals("item.old_one"));
        assertThat(fixture.postgresRows("SELECT id, name, price, size FROM item"))
                .containsExactly("1|one|1.5000|0");
        assertThat(fixture.postgresRows("SELECT item, no, side FROM part")).containsExactly("1|1|7");
        List<List<String>> altered = catalog();
        fixture.postgres("DROP TABLE part, item, label", "DROP FUNCTION item_on_update");
        Conversion fresh = new Conversion(fixture, directory.resolve("fresh"));
        fresh.run("item", "part", "label");
        assertThat(altered).as("the altered schema and a new one").isEqualTo(catalog());
    }

    /** The type is in use while it changes, by a column with a default and by an index. */
    @Test
    void enumTypeGetsItsNewLabelsAndComputedColumnItsNewExpression() {
        fixture.mysql("CREATE TABLE item (id INT PRIMARY KEY, state ENUM('a','b','c') NOT NULL DEFAULT 'b', n INT,"
                + " twice INT AS (n * 2) STORED, KEY by_state (state, twice))");
        ConversionSettings choice = new ConversionSettings(
                Map.of(
                        "enum",
                        new ColumnChoice(
                                Optional.empty(),
                                Optional.of("enum"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                Map.of());
        Conversion conversion = new Conversion(fixture, directory);
        conversion.run(conversion.of(choice, "item"));
        fixture.postgres("INSERT INTO item (id, n) VALUES (1, 7)");

        fixture.mysql("ALTER TABLE item MODIFY state ENUM('x','b') NOT NULL DEFAULT 'x',"
                + " MODIFY twice INT AS (n * 3) STORED");
        conversion.run(conversion.of(choice, "item"));
        fixture.postgres("INSERT INTO item (id, n) VALUES (2, 1)");

        assertThat(fixture.postgresRows("SELECT id, state, twice FROM item ORDER BY id"))
                .containsExactly("1|b|21", "2|x|3");
        assertThatThrownBy(() -> fixture.postgres("UPDATE item SET state = 'a'"))
                .rootCause()
                .hasMessageContaining("invalid input value for enum");
        assertThat(fixture.postgresRows("SELECT indexname FROM pg_indexes WHERE indexname = 'item_by_state'"))
                .hasSize(1);
        List<List<String>> altered = catalog();
        fixture.postgres("DROP TABLE item", "DROP TYPE item_state");
        Conversion fresh = new Conversion(fixture, directory.resolve("fresh"));
        fresh.run(fresh.of(choice, "item"));
        assertThat(altered).isEqualTo(catalog());
    }

    @Test
    void conversionOfUnchangedTablesWritesNothing() throws IOException {
        fixture.mysql(TABLES.formatted("item"));
        Conversion conversion = new Conversion(fixture, directory);
        ConversionReport first = conversion.of("item");
        List<String> before = files();

        ConversionReport second = conversion.of("item");

        assertThat(second.written()).isFalse();
        assertThat(second.files()).isEqualTo(first.files());
        assertThat(files()).isEqualTo(before);
    }

    /** A reviewer may edit what was written: a difference leaves that alone. */
    @Test
    void editedFileStaysAndTheNextDifferenceIsNumberedOn() throws IOException {
        fixture.mysql(TABLES.formatted("item"));
        Conversion conversion = new Conversion(fixture, directory);
        Path edited = conversion.of("item").files().get(0);
        Files.writeString(edited, "\n-- reviewed\n", java.nio.file.StandardOpenOption.APPEND);

        fixture.mysql("ALTER TABLE item ADD COLUMN one INT");
        conversion.of("item");
        fixture.mysql("ALTER TABLE item ADD COLUMN two INT");
        ConversionReport report = conversion.of("item");

        assertThat(Files.readString(edited)).endsWith("-- reviewed\n");
        assertThat(report.files())
                .singleElement()
                .satisfies(file -> assertThat(file)
                        .as("its number follows, and it has the last change alone")
                        .hasFileName("V004__ficus_shop-change-2.sql")
                        .content()
                        .contains("ADD COLUMN \"two\"")
                        .doesNotContain("ADD COLUMN \"one\""));
    }

    @Test
    void fileThatIsGoneIsNamedWithTheWayOut() throws IOException {
        fixture.mysql(TABLES.formatted("item"));
        Conversion conversion = new Conversion(fixture, directory);
        Path gone = conversion.of("item").files().get(1);
        Files.delete(gone);

        assertThatThrownBy(() -> conversion.of("item")).isInstanceOfSatisfying(FicusException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ErrorCode.CONVERSION_EXISTS);
            assertThat(e.problem().what()).contains(gone.getFileName().toString());
            assertThat(e.problem().fix()).contains("put them back").contains("shop.snapshot");
        });
    }

    /** After a crash between the files and the snapshot, the same run finds its own files. */
    @Test
    void filesWithoutASnapshotAreTakenWhereTheyAreTheSame() throws IOException {
        fixture.mysql(TABLES.formatted("item"));
        Conversion conversion = new Conversion(fixture, directory);
        conversion.of("item");
        Path snapshot = directory.resolve(".ficus/shop.snapshot");
        String kept = Files.readString(snapshot);
        Files.delete(snapshot);

        assertThat(conversion.of("item").written()).isFalse();
        assertThat(snapshot).hasContent(kept);
    }

    @Test
    void partitionThatGoesKeepsItsRowsAndOneThatComesIsMade() {
        fixture.mysql("CREATE TABLE log (id INT PRIMARY KEY) PARTITION BY RANGE (id)"
                + " (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN (20))");
        Conversion conversion = new Conversion(fixture, directory);
        conversion.run("log");
        fixture.postgres("INSERT INTO log VALUES (1), (11)");

        fixture.mysql(
                "ALTER TABLE log ADD PARTITION (PARTITION c VALUES LESS THAN (30))",
                "ALTER TABLE log DROP PARTITION a");
        ConversionReport report = conversion.of("log");
        conversion.run(report);
        fixture.postgres("INSERT INTO log VALUES (21)");

        assertThat(fixture.postgresRows("SELECT id FROM log ORDER BY id"))
                .as("no row is lost")
                .containsExactly("1", "11", "21");
        assertThat(report.findings())
                .anyMatch(finding ->
                        finding.what().contains("log_a") && finding.reason().contains("rows"));
    }

    @Test
    void tableThatLeavesTheDomainStaysInPostgres() {
        fixture.mysql(TABLES.formatted("item"), "CREATE TABLE label (id INT PRIMARY KEY, t VARCHAR(5), KEY (t))");
        Conversion conversion = new Conversion(fixture, directory);
        conversion.run("item", "label");

        ConversionReport report = conversion.of("item");
        conversion.run(report);

        assertThat(report.findings())
                .anyMatch(finding ->
                        finding.where().equals("label") && finding.todo().contains("DROP TABLE \"label\""));
        assertThat(report.files()).as("there is nothing to run").isEmpty();
        assertThat(fixture.postgresRows("SELECT count(*) FROM label")).containsExactly("0");
    }

    private List<List<String>> catalog() {
        return List.of(
                fixture.postgresRows(CATALOG),
                fixture.postgresRows(CONSTRAINTS),
                fixture.postgresRows(INDEXES),
                fixture.postgresRows(TRIGGERS));
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file + "\n" + Conversion.text(file))
                    .sorted()
                    .toList();
        }
    }
}
