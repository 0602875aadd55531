package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values without a place in PostgreSQL: found before the copy, refused with what to write, and carried out as chosen. */
class BadValuesIT {
    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final Map<String, DatabaseSettings> databases = new HashMap<>();
    private final String domain = "odd_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);

    /**
     * {@code first} and {@code chosen} are choices for the column, {@code hex} are the bytes of PostgreSQL's text of each
     * bad row after the copy, or NULL.
     */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    DATE NOT NULL                | '2024-02-29' | '0000-00-00'        |                     | zero-date: null           | date has a zero year, month or day, or a day that its month has not | zero-date: null
                    DATE NOT NULL                | '2024-02-29' | '2024-00-10'        |                     | zero-date: '1970-01-01'   | date has a zero year, month or day, or a day that its month has not | zero-date: null
                    DATETIME(3)                  | '2024-02-29' | '0000-00-00 00:00:00' |                   | zero-date: '1970-01-01'   | date has a zero year, month or day, or a day that its month has not | zero-date: null
                    TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00' | '2024-02-29' | '0000-00-00 00:00:00' | | zero-date: null        | date has a zero year, month or day, or a day that its month has not | zero-date: null
                    VARCHAR(20) CHARACTER SET utf8mb4 | 'good'  | concat('a',char(0),'b') |                | nul: strip                | text holds a NUL character          | nul: strip
                    TEXT CHARACTER SET latin1    | 'good'       | concat('a',char(0)) |                    | nul: '?'                  | text holds a NUL character          | nul: strip
                    BIGINT UNSIGNED              | 7            | 18446744073709551615 | to: bigint        | to: numeric(20)           | number does not fit bigint          | to: numeric(20)
                    TINYINT(1)                   | 1            | 2                   | to: boolean        | to: smallint              | number is neither 0 nor 1           | to: smallint
                    TIME                         | '12:00:00'   | '-838:59:59'        | to: time           | to: interval              | time is not between 00:00:00 and 24:00:00 | to: interval
                    "ENUM('new','paid')"         | 'paid'       | 0                   |                    | invalid-enum: null        | enum holds the empty value of an invalid insert (index 0) | invalid-enum: null
                    "ENUM('new','paid')"         | 'paid'       | 0                   |                    | invalid-enum: new         | enum holds the empty value of an invalid insert (index 0) | invalid-enum: null
                    """)
    void valueIsFoundBeforeTheCopyRefusedAndCarriedOutAsChosen(
            String type, String good, String bad, String first, String chosen, String what, String fix)
            throws SQLException {
        mysql("SET SESSION sql_mode = ''", "CREATE TABLE odd (id INT PRIMARY KEY, v " + type + ")");
        mysql(
                "SET SESSION sql_mode = ''",
                "INSERT INTO odd VALUES (1, " + good + "), (2, " + bad + "), (3, " + bad + "), (4, " + good + "), (5, "
                        + bad + "), (6, " + bad + "), (7, " + bad + "), (8, " + bad + ")");
        Project refused = project("refused", first);
        CommandRun run = refused.run("backfill", domain);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(error(run)).isEqualTo("""
                error VALUE_NOT_CONVERTIBLE: these values have no place in PostgreSQL, and nothing was copied:
                       odd.v: 6 rows whose %s: id=2; id=3; id=5; id=6; id=7; ...
                  at:  domain %s
                  fix: correct the rows on MySQL, or choose what stands for them in ficus.yaml, for example:
                       strangler:
                         convert:
                           tables:
                             odd:
                               columns:
                                 v: { %s }
                """.formatted(what, domain, fix));
        assertThat(count(database("refused"), "SELECT count(*) FROM odd"))
                .as("nothing was copied")
                .isZero();
        assertThat(count(database("refused"), "SELECT count(*) FROM ficus.backfill"))
                .as("nothing began")
                .isZero();
        Project carried = project("carried", chosen);
        CommandRun copied = carried.run("backfill", domain);
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        CommandRun verified = verifiedBesideTheStream(carried);
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        assertThat(count(database("carried"), "SELECT count(*) FROM odd")).isEqualTo(8);
    }

    @Test
    void everyTableAndColumnIsListedAtOnceAndValuesOnlyWhereAskedFor() throws SQLException {
        mysql(
                "SET SESSION sql_mode = ''",
                "CREATE TABLE odd (id INT, part VARCHAR(9), d DATE, t VARCHAR(9), PRIMARY KEY (id, part))",
                "CREATE TABLE `odd two` (id INT PRIMARY KEY, `on` DATETIME)",
                "INSERT INTO odd VALUES (1, 'a', '0000-00-00', concat('x', char(0))), (1, 'b', '2024-01-00', 'y')",
                "INSERT INTO `odd two` VALUES (1, '0000-00-00')");
        Project project = project("listed", "odd, odd two", "");
        CommandRun run = project.run("backfill", domain, "--show-values");
        assertThat(error(run)).isEqualTo("""
                error VALUE_NOT_CONVERTIBLE: these values have no place in PostgreSQL, and nothing was copied:
                       odd.d: 2 rows whose date has a zero year, month or day, or a day that its month has not: id=1, part='a' (0000-00-00); id=1, part='b' (2024-01-00)
                       odd.t: 1 row whose text holds a NUL character: id=1, part='a' (0x7800)
                       odd two.on: 1 row whose date has a zero year, month or day, or a day that its month has not: id=1 (0000-00-00 00:00:00)
                  at:  domain %s
                  fix: correct the rows on MySQL, or choose what stands for them in ficus.yaml, for example:
                       strangler:
                         convert:
                           tables:
                             odd:
                               columns:
                                 d: { zero-date: null }
                                 t: { nul: strip }
                             "odd two":
                               columns:
                                 "on": { zero-date: null }
                """.formatted(domain));
        assertThat(project.run("backfill", domain).err()).doesNotContain("2024-01-00");
    }

    @Test
    void referenceThatOnlyTheCollationCallsEqualIsFound() throws SQLException {
        mysql(
                "CREATE TABLE country (code VARCHAR(3) COLLATE utf8mb4_unicode_ci PRIMARY KEY)",
                "CREATE TABLE city (id INT PRIMARY KEY, code VARCHAR(3) COLLATE utf8mb4_unicode_ci,"
                        + " CONSTRAINT of_country FOREIGN KEY (code) REFERENCES country (code))",
                "INSERT INTO country VALUES ('de')",
                "INSERT INTO city VALUES (1, 'de'), (2, 'DE')");
        Project project = project("spelled", "country, city", "");
        assertThat(error(project.run("backfill", domain))).isEqualTo("""
                error VALUE_NOT_CONVERTIBLE: these values have no place in PostgreSQL, and nothing was copied:
                       city.code: 1 row whose text refers by foreign key of_country to a row of country whose key is spelled otherwise (MySQL's collation calls the two equal): id=2
                  at:  domain %s
                  fix: correct the references on MySQL: each must be spelled as the key that it names
                """.formatted(domain));
        mysql("UPDATE city SET code = 'de' WHERE id = 2");
        CommandRun run = project.run("backfill", domain);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void scanCanBeLeftOutAndTheCopyThenStopsAtTheValue() throws SQLException {
        mysql(
                "SET SESSION sql_mode = ''",
                "CREATE TABLE odd (id INT PRIMARY KEY, v DATE)",
                "INSERT INTO odd VALUES (1, '2024-02-29'), (2, '0000-00-00')");
        Project project = project("late", "");
        CommandRun run = project.run("backfill", domain, "--scan-rows", "none");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(error(run))
                .startsWith("error VALUE_NOT_CONVERTIBLE: column v of the row with key [2] cannot be copied");
        CommandRun resumed = project.run("backfill", domain);
        assertThat(error(resumed))
                .as("what was begun is scanned when the copy meets such a value")
                .startsWith(
                        "error VALUE_NOT_CONVERTIBLE: these values have no place in PostgreSQL, and the copy stopped;"
                                + " what it copied is kept:\n       odd.v: 1 row whose");
        CommandRun anew = project.run("backfill", domain, "--restart", "--yes");
        assertThat(error(anew))
                .as("a new beginning is, before the old copy is given up")
                .startsWith("error VALUE_NOT_CONVERTIBLE: these values have no place");
    }

    @Test
    void valueBehindTheSampleStopsTheCopyWhichThenListsAll() throws SQLException {
        mysql(
                "SET SESSION sql_mode = ''",
                "CREATE TABLE odd (id INT PRIMARY KEY, v DATE)",
                "INSERT INTO odd VALUES (1, '2024-02-29'), (2, '2024-02-29'), (3, '0000-00-00'), (4, '2024-00-00')");
        CommandRun run = project("behind", "").run("backfill", domain, "--scan-rows", "2", "--chunk-rows", "1");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(error(run)).isEqualTo("""
                error VALUE_NOT_CONVERTIBLE: these values have no place in PostgreSQL, and the copy stopped; what it copied is kept:
                       odd.v: 2 rows whose date has a zero year, month or day, or a day that its month has not: id=3; id=4
                  at:  domain %s
                  fix: correct the rows on MySQL, or choose what stands for them in ficus.yaml, for example:
                       strangler:
                         convert:
                           tables:
                             odd:
                               columns:
                                 v: { zero-date: null }
                       then go on with: ficus backfill %s
                """.formatted(domain, domain));
        assertThat(count(database("behind"), "SELECT count(*) FROM odd")).isGreaterThan(0);
        CommandRun chosen = project("behind", "zero-date: null").run("backfill", domain);
        assertThat(chosen.exitCode()).as(chosen.err()).isZero();
        assertThat(count(database("behind"), "SELECT count(*) FROM odd WHERE v IS NULL"))
                .isEqualTo(2);
    }

    @Test
    void optionThatIsNoNumberIsRefused() throws SQLException {
        mysql("CREATE TABLE odd (id INT PRIMARY KEY)");
        CommandRun run = project("usage", "").run("backfill", domain, "--scan-rows", "many");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("error USAGE_INVALID: a number of rows, all or none is expected, not many");
    }

    private CommandRun verifiedBesideTheStream(Project project) {
        AtomicBoolean verified = new AtomicBoolean();
        CompletableFuture<Void> stream = CompletableFuture.runAsync(() -> {
            while (!verified.get()) {
                project.run("sync", domain, "--until-caught-up");
            }
        });
        CommandRun run = project.run("verify", domain);
        verified.set(true);
        stream.join();
        return run;
    }

    private Project project(String name, String choice) {
        return project(name, "odd", choice);
    }

    private Project project(String name, String tables, String choice) {
        DatabaseSettings primary = database(name);
        String convert = choice == null || choice.isEmpty()
                ? ""
                : "  convert: { tables: { odd: { columns: { v: { " + choice + " } } } } }\n";
        Project project = new Project(directory.resolve(name))
                .database(legacy)
                .database(primary)
                .settings("strangler:\n  from: legacy\n  to: primary\n" + convert + "  domains: { " + domain
                        + ": { tables: [" + tables + "] } }\n");
        CommandRun converted = project.run("schema", "convert", domain);
        assertThat(converted.exitCode()).as(converted.err()).isZero();
        CommandRun up = project.run("migrate", "up", "--db", "primary");
        assertThat(up.exitCode()).as(up.err()).isZero();
        return project;
    }

    private DatabaseSettings database(String name) {
        return databases.computeIfAbsent(
                name, any -> SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"));
    }

    private static String error(CommandRun run) {
        int first = run.err().indexOf("error ");
        return first < 0 ? run.err() : run.err().substring(first);
    }

    private void mysql(String... statements) throws SQLException {
        execute(legacy, statements);
    }

    private static void execute(DatabaseSettings database, String... statements) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static long count(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
