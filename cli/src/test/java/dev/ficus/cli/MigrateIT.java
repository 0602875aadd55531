package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MigrateIT {
    private static final String NEXT = "next: ficus -c DIR/ficus.yaml ";

    @TempDir
    private Path directory;

    private final DatabaseSettings legacy = fresh(DatabaseKind.MYSQL, "legacy");
    private final DatabaseSettings primary = fresh(DatabaseKind.POSTGRES, "primary");
    private final DatabaseSettings content = fresh(DatabaseKind.MONGO, "content");
    private Project project = new Project(Path.of("."));

    @BeforeEach
    void threeHistories() {
        project = new Project(directory)
                .database(legacy)
                .database(primary)
                .database(content)
                .file(
                        "content/001-reviews.yaml",
                        "id: create-reviews\nauthor: ana\nsteps:\n  - apply: { createCollection: reviews }\n"
                                + "    rollback: { dropCollection: reviews }\n")
                .file("legacy/V001__customers.sql", "CREATE TABLE customers (id INT PRIMARY KEY);\n")
                .file("legacy/V002__orders.sql", "CREATE TABLE orders (id INT PRIMARY KEY);\n")
                .file("primary/V001__reviews.sql", "CREATE TABLE reviews (id INT PRIMARY KEY);\n");
    }

    @Test
    void upWalksAllDatabasesInTheOrderOfTheFileAndReportsOnce() {
        assertRun(0, """
                legacy (mysql): 2 changes in TIME
                  V001__customers  V001__customers.sql  TIME
                  V002__orders     V002__orders.sql     TIME
                primary (postgres): 1 change in TIME
                  V001__reviews  V001__reviews.sql  TIME
                content (mongo): 1 change in TIME
                  create-reviews  001-reviews.yaml  TIME
                """, """
                legacy: 0/2 changes, 0 %, V001__customers
                primary: 0/1 changes, 0 %, V001__reviews
                content: 0/1 changes, 0 %, create-reviews
                """ + NEXT + "migrate status\n", "migrate", "up");
        assertRun(
                0,
                "legacy (mysql): nothing to do\nprimary (postgres): nothing to do\ncontent (mongo): nothing to do\n",
                NEXT + "migrate status\n",
                "migrate",
                "up");
    }

    @Test
    void statusTellsPendingFromAppliedAndExitCodeIsForScripts() {
        String pending = """
                legacy (mysql): 2 pending
                  pending  V001__customers  V001__customers.sql
                  pending  V002__orders     V002__orders.sql
                primary (postgres): 1 pending
                  pending  V001__reviews  V001__reviews.sql
                content (mongo): 1 pending
                  pending  create-reviews  001-reviews.yaml
                """;
        assertRun(0, pending, NEXT + "migrate plan\n", "migrate", "status");
        assertRun(4, pending, """
                error CHANGES_PENDING: 2 changes are pending
                  at:  database legacy
                  fix: run: ficus migrate up --db legacy
                error CHANGES_PENDING: 1 change is pending
                  at:  database primary
                  fix: run: ficus migrate up --db primary
                error CHANGES_PENDING: 1 change is pending
                  at:  database content
                  fix: run: ficus migrate up --db content
                """, "migrate", "status", "--exit-code");
        assertThat(project.run("migrate", "up").exitCode()).isZero();
        assertRun(0, """
                primary (postgres): 1 applied
                  applied  V001__reviews  V001__reviews.sql
                """, "", "migrate", "status", "--exit-code", "--db", "primary");
    }

    @Test
    void historyTellsWhatRan() {
        project.run("migrate", "up", "--db", "legacy");
        CommandRun history = project.run("migrate", "history");
        assertThat(project.stable(history.out())
                        .replaceAll("TIME +\\S+@\\S+", "TIME WHO")
                        .replaceAll("Ficus \\S+  [0-9a-f]{12}", "VERSION SHA"))
                .isEqualTo("""
                        legacy (mysql): 2 changes
                          WHEN  V001__customers  TIME WHO  V001__customers.sql  VERSION SHA
                          WHEN  V002__orders     TIME WHO  V002__orders.sql     VERSION SHA
                        primary (postgres): no changes
                        content (mongo): no changes
                        """);
        assertThat(history.exitCode()).isZero();
    }

    @Test
    void editedChangeIsRefusedAfterTheDatabasesBeforeItAreDone() {
        project.run("migrate", "up");
        project.file("primary/V001__reviews.sql", "CREATE TABLE reviews (id BIGINT PRIMARY KEY);\n")
                .file("legacy/V003__notes.sql", "CREATE TABLE notes (id INT PRIMARY KEY);\n");
        CommandRun up = project.run("migrate", "up");
        assertThat(up.exitCode()).isEqualTo(4);
        assertThat(project.stable(up.out())).isEqualTo("""
                        legacy (mysql): 1 change in TIME
                          V003__notes  V003__notes.sql  TIME
                        primary (postgres): failed, nothing applied
                        content (mongo): not reached
                        """);
        assertThat(up.err()).contains("""
                        error CHECKSUM_MISMATCH: change V001__reviews was edited after it ran: \
                        line 1 was "CREATE TABLE reviews (id INT PRIMARY KEY);" and is "CREATE TABLE reviews (id BIGINT PRIMARY KEY);"
                          at:  primary/V001__reviews.sql (database primary)
                          fix: restore the file as it ran (SHA-256\
                        """);
        CommandRun validate = project.run("migrate", "validate");
        assertThat(validate.exitCode()).isEqualTo(4);
        assertThat(validate.out()).isEqualTo("""
                        legacy (mysql): valid
                        primary (postgres): 1 problem
                          CHECKSUM_MISMATCH  V001__reviews
                        content (mongo): valid
                        """);
        assertThat(validate.err())
                .startsWith("error CHECKSUM_MISMATCH: change V001__reviews was edited after it ran: line 1 was ");
    }

    /** The contract's form on each of the three. */
    @ParameterizedTest
    @CsvSource({
        "legacy, V001__customers.sql, V001__customers, -- edited",
        "primary, V001__reviews.sql, V001__reviews, -- edited",
        "content, 001-reviews.yaml, create-reviews, # edited"
    })
    void editedChangeIsRefusedOnEveryKind(String database, String file, String change, String edit) throws IOException {
        project.run("migrate", "up");
        Path path = project.path(database + "/" + file);
        Files.writeString(
                path, Files.readString(path).replace("apply:", "apply:  ").replace("INT", "BIGINT") + edit);
        CommandRun up = project.run("migrate", "up", "--db", database);
        assertThat(up.exitCode()).isEqualTo(4);
        assertThat(up.err().replaceAll("[0-9a-f]{64}", "HASH"))
                .startsWith("error CHECKSUM_MISMATCH: change %s was edited after it ran".formatted(change))
                .contains("\n  at:  %s/%s (database %s)\n".formatted(database, file, database))
                .contains("\n  fix: restore the file as it ran (SHA-256 HASH), or ")
                .endsWith(
                        "record the edit with: ficus migrate repair --db %s --change %s\n".formatted(database, change));
    }

    @Test
    void failedChangeIsReportedWithWhatRanBeforeIt() {
        project.file("primary/V002__broken.sql", "CREATE TABEL x (id INT);\n");
        CommandRun up = project.run("migrate", "up", "--db", "primary");
        assertThat(up.exitCode()).isEqualTo(4);
        assertThat(project.stable(up.out())).isEqualTo("""
                        primary (postgres): failed after 1 change
                          V001__reviews  V001__reviews.sql  TIME
                        """);
        assertThat(up.err()).contains("error CHANGE_FAILED: ", "primary/V002__broken.sql");
    }

    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"MYSQL", "POSTGRES"}) // the stand-in for MongoDB takes every login and every name
    void whatIsWrongWithAConnectionIsToldApart(DatabaseKind kind) {
        DatabaseSettings good = kind == DatabaseKind.MYSQL ? legacy : primary;
        assertConnection(
                with(good, good.url().replaceFirst(":\\d+/", ":1/"), good.password()),
                "error CANNOT_CONNECT: no connection: ",
                "check that the server runs and that host and port in the url are right");
        assertConnection(
                with(good, good.url(), Optional.of("wr0ng")),
                "error LOGIN_REFUSED: the server refused the login of user "
                        + good.user().orElseThrow() + "\n",
                "correct user and password of database " + good.name() + " in ficus.yaml");
        assertConnection(
                with(good, good.url().replaceFirst("/[^/?]*(\\?|$)", "/nowhere$1"), good.password()),
                "error DATABASE_MISSING: the server has no such database\n",
                "create the database, or correct the url of database " + good.name() + " in ficus.yaml");
    }

    @Test
    void databaseThatTheFileDoesNotNameIsBadUsage() {
        assertRun(2, "", """
                error DATABASE_UNKNOWN: there is no database primry
                  at:  ficus.yaml, databases
                  fix: did you mean primary?
                """, "migrate", "up", "--db", "primry");
    }

    private void assertConnection(DatabaseSettings broken, String what, String fix) {
        CommandRun run = new Project(directory).database(broken).run("migrate", "status");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(what)
                .endsWith("\n  at:  " + broken + "\n  fix: " + fix + "\n")
                .doesNotContain(broken.password().orElseThrow());
    }

    private void assertRun(int exitCode, String out, String err, String... arguments) {
        CommandRun run = project.run(arguments);
        assertThat(new CommandRun(run.exitCode(), project.stable(run.out()), project.stable(run.err())))
                .isEqualTo(new CommandRun(exitCode, out, err));
    }

    private static DatabaseSettings with(DatabaseSettings base, String url, Optional<String> password) {
        return new DatabaseSettings(base.name(), base.kind(), url, base.user(), password, base.migrations());
    }

    private static DatabaseSettings fresh(DatabaseKind kind, String name) {
        return SharedServers.server(kind).freshDatabase(name);
    }
}
