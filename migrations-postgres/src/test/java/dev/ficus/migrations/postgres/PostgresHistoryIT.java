package dev.ficus.migrations.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.HistorySource;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresHistoryIT {
    @TempDir
    private Path directory;

    private Path files;
    private DatabaseSettings database;

    @BeforeEach
    void freshDatabase() throws IOException {
        files = Files.createDirectory(directory.resolve("migrations-postgres"));
        database = with(SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"), files);
    }

    @Test
    void brokenStatementNamesChangeFileAndTheServersWordsAndLeavesNothing() throws Exception {
        write("V001__ok.sql", "CREATE TABLE a (id int);");
        write("V002__broken.sql", "CREATE TABLE b (id int);\nCREATE TABEL c (id int);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problems())
                .containsExactly(new Problem(
                        ErrorCode.CHANGE_FAILED,
                        "change V002__broken failed at statement 2 of 2: ERROR: syntax error at or near \"TABEL\"",
                        "migrations-postgres/V002__broken.sql (database primary)",
                        "nothing of the change is left; correct the file, then run: ficus migrate up --db primary"));
        assertThat(count("SELECT count(*) FROM information_schema.tables WHERE table_name = 'b'"))
                .as("the first statement was rolled back")
                .isZero();
        write("V002__broken.sql", "CREATE TABLE b (id int);");
        assertThat(up().applied()).extracting(UpReport.AppliedChange::id).containsExactly("V002__broken");
    }

    @Test
    void changeAndItsRecordCommitTogether() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        up();
        write("V002__b.sql", "CREATE TABLE b (id int);\nDROP TABLE ficus_change;");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problems())
                .containsExactly(new Problem(
                        ErrorCode.HISTORY_WRITE_FAILED,
                        "the record of change V002__b could not be written:"
                                + " ERROR: relation \"public.ficus_change\" does not exist",
                        "migrations-postgres/V002__b.sql (database primary)",
                        "nothing of the change is left; correct what keeps the tables of the history from being"
                                + " written, then run: ficus migrate up --db primary"));
        assertThat(count("SELECT count(*) FROM pg_tables WHERE tablename = 'b'"))
                .isZero();
        assertThat(history()).extracting(HistoryEntry::id).containsExactly("V001__a");
    }

    @Test
    void indexIsBuiltConcurrentlyOutsideOfATransaction() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        write("V002__index.sql", "-- ficus: no-transaction\nCREATE INDEX CONCURRENTLY a_id ON a (id);\nANALYZE a;");
        assertThat(up().applied()).hasSize(2);
        assertThat(count("SELECT count(*) FROM pg_index WHERE indexrelid = 'a_id'::regclass AND indisvalid"))
                .isOne();
        assertThat(count("SELECT count(*) FROM ficus_statement")).isZero();
    }

    @Test
    void indexThatFailsIsHalfAppliedBecauseItStaysBehind() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1);");
        up();
        write("V002__index.sql", "-- ficus: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problem().what())
                .endsWith(
                        "the change is half applied: 0 of 1 statements ran, statement 1 failed:"
                                + " ERROR: could not create unique index \"a_id\": CREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id)");
        assertThat(count("SELECT count(*) FROM pg_index WHERE indexrelid = 'a_id'::regclass AND NOT indisvalid"))
                .isOne();
    }

    @Test
    void unknownTableLeavesNothingOfAChangeWithoutATransaction() throws Exception {
        write("V001__index.sql", "-- ficus: no-transaction\nCREATE INDEX CONCURRENTLY b_id ON missing (id);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problem().fix()).startsWith("nothing of the change is left; ");
        assertThat(count("SELECT count(*) FROM ficus_statement")).isZero();
    }

    @Test
    void indexInsideATransactionIsRefusedWithTheLineToAdd() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (id);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problem().fix()).startsWith("put -- ficus: no-transaction on the first line");
    }

    @Test
    void changeWithoutATransactionThatStopsHalfwayIsNotRunOver() throws Exception {
        write("V001__a.sql", "-- ficus: no-transaction\nCREATE TABLE a (id int);\nCREATE TABLE a (id int);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.code()).isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(failed.problem().what())
                .endsWith("the change is half applied: 1 of 2 statements ran, statement 2 failed:"
                        + " ERROR: relation \"a\" already exists: CREATE TABLE a (id int)");
        FicusException again = catchThrowableOfType(FicusException.class, this::up);
        assertThat(again.code()).isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
    }

    @Test
    void textThatLooksLikeAnEscapeOrAParameterIsLeftAlone() throws Exception {
        write("V001__json.sql", """
                -- don't touch {d '2024-01-01'} here
                CREATE TABLE a (t text); /* it's {fn now()} */
                INSERT INTO a VALUES ('{"a": {"d": "?"}, "b": ${c}}'), ('{fn now()} :x %s \\');
                INSERT INTO a SELECT 'j' WHERE '{"a":1}'::jsonb ? 'a';
                """);
        up();
        assertThat(
                        count(
                                "SELECT count(*) FROM a WHERE t IN ('{\"a\": {\"d\": \"?\"}, \"b\": ${c}}', '{fn now()} :x %s \\', 'j')"))
                .isEqualTo(3);
    }

    @Test
    void functionBodiesAndStringsAreNotCutAtTheirSemicolons() throws Exception {
        write("V001__function.sql", """
                CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $body$
                BEGIN
                  PERFORM 'a;b'; RETURN 1; -- not the end;
                END $body$;
                CREATE FUNCTION two() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
                CREATE TABLE ";" (t text DEFAULT E'it\\'s;');
                /* ; /* nested; */ ; */
                INSERT INTO ";" DEFAULT VALUES;
                """);
        up();
        assertThat(count("SELECT one() + two()")).isEqualTo(3);
        assertThat(count("SELECT count(*) FROM \";\" WHERE t = 'it''s;'")).isOne();
    }

    @Test
    void aHistoryOfItsOwnLivesInASchemaThatItMakes() throws Exception {
        write("V001__domain.sql", "CREATE TABLE domain (name text);");
        try (PostgresHistory history = PostgresHistory.open(database, HistorySource.directory(files), "ficus")) {
            assertThat(history.status().changes()).hasSize(1);
            assertThat(history.up(UpOptions.DEFAULT, Progress.SILENT).applied()).hasSize(1);
            assertThat(history.up(UpOptions.DEFAULT, Progress.SILENT).applied()).isEmpty();
        }
        assertThat(count("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'ficus'"))
                .isEqualTo(4);
        assertThat(count("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"))
                .isZero();
    }

    @Test
    void resourcesOfAJarAreAHistoryToo() {
        HistorySource source = HistorySource.classpath(PostgresHistoryIT.class, "dev/ficus/migrations/postgres/sample");
        try (PostgresHistory history = PostgresHistory.open(database, source, "ficus")) {
            assertThat(history.up(UpOptions.DEFAULT, Progress.SILENT).applied())
                    .extracting(UpReport.AppliedChange::id)
                    .containsExactly("V2__first", "V10__second");
            assertThat(history.validate()).isEmpty();
        }
    }

    @Test
    void allBadFilesAreReportedAtOnce() throws Exception {
        write("001.yaml", "databaseChangeLog:\n  - changeSet:\n    id: [\n");
        write("V001__a.sql", "BEGIN; CREATE TABLE a (id int); COMMIT;");
        write("V001__b.sql", "-- ficus: no-transactoin\nSELECT 1;");
        write("U009__c.sql", "SELECT 1;");
        Files.write(files.resolve("V003__latin.sql"), "SELECT '\u00e4'".getBytes(StandardCharsets.ISO_8859_1));
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.problems())
                .extracting(problem -> problem.where() + ": " + problem.what().replaceFirst("(read: ).*", "$1..."))
                .containsExactly(
                        "migrations-postgres/V003__latin.sql (database primary): the file is not UTF-8",
                        "migrations-postgres/001.yaml (database primary): the file cannot be read: ...",
                        "migrations-postgres/V001__a.sql (database primary): the file begins or ends transactions itself",
                        "migrations-postgres/V001__b.sql (database primary): the first line asks for something"
                                + " unknown: no-transactoin",
                        "migrations-postgres/V001__b.sql (database primary): version V001 is also that of V001__a.sql",
                        "migrations-postgres/U009__c.sql (database primary): the way back has no change: there is no"
                                + " file V009__...sql");
    }

    @Test
    void historyThatLiquibaseWroteIsTakenOverWithItsChecksums() throws Exception {
        write("changelog.yaml", """
                databaseChangeLog:
                  - changeSet:
                      id: a
                      author: ana
                      changes:
                        - sql: CREATE TABLE a (id int)
                """);
        updateWithLiquibaseItself();
        assertThat(up().applied()).isEmpty();
        HistoryEntry entry = history().get(0);
        assertThat(entry.checksum()).isEmpty();
        assertThat(entry.toolVersion()).contains("Liquibase 4.33.0");
        write(
                "changelog.yaml",
                Files.readString(files.resolve("changelog.yaml")).replace("id int", "id bigint"));
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.code()).isEqualTo(ErrorCode.CHECKSUM_MISMATCH);
        assertThat(refused.problem().fix()).startsWith("restore the file as it ran (Liquibase checksum 9:");
    }

    @Test
    void changesForOtherServersAndPreconditionsAreLeftOutAsTheFileSays() throws Exception {
        write("001.sql", """
                --liquibase formatted sql
                --changeset ana:other dbms:mysql
                CREATE TABLE other (id int);
                --changeset ana:guarded
                --preconditions onFail:MARK_RAN
                --precondition-sql-check expectedResult:1 SELECT 0
                CREATE TABLE guarded (id int);
                --changeset ana:twice runOnChange:true
                CREATE OR REPLACE VIEW v AS SELECT 1 AS one;
                """);
        assertThat(up().applied()).extracting(UpReport.AppliedChange::id).containsExactly("guarded", "twice");
        assertThat(count("SELECT count(*) FROM pg_tables WHERE tablename IN ('other', 'guarded')"))
                .isZero();
        write("001.sql", Files.readString(files.resolve("001.sql")).replace("SELECT 1", "SELECT 2"));
        assertThat(up().applied()).extracting(UpReport.AppliedChange::id).containsExactly("twice");
        assertThat(count("SELECT one FROM v")).isEqualTo(2);
        assertThat(up().applied()).isEmpty();
    }

    private UpReport up() {
        try (PostgresHistory history = PostgresHistory.open(database)) {
            return history.up(UpOptions.DEFAULT, Progress.SILENT);
        }
    }

    private void updateWithLiquibaseItself() throws Exception {
        Map<String, Object> quiet = Map.of("liquibase.analytics.enabled", false, "ui", new LoggerUIService());
        try (Connection connection = open()) {
            Scope.child(
                    quiet,
                    () -> new Liquibase(
                                    "changelog.yaml",
                                    new DirectoryResourceAccessor(files),
                                    DatabaseFactory.getInstance()
                                            .findCorrectDatabaseImplementation(new JdbcConnection(connection)))
                            .update());
        }
    }

    private List<HistoryEntry> history() {
        try (PostgresHistory history = PostgresHistory.open(database)) {
            return history.history();
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(files.resolve(name), text);
    }

    private Connection open() {
        return Connections.open(database, new Properties());
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static DatabaseSettings with(DatabaseSettings database, Path migrations) {
        return new DatabaseSettings(
                database.name(),
                database.kind(),
                database.url(),
                database.user(),
                database.password(),
                Optional.of(migrations));
    }
}
