package dev.ficus.migrations.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.HistorySource;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.SqlHistory;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlHistoryIT {
    @TempDir
    private Path directory;

    private Path files;
    private DatabaseSettings database;

    @BeforeEach
    void freshDatabase() throws IOException {
        files = Files.createDirectory(directory.resolve("migrations-mysql"));
        database = with(SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy"), files);
    }

    @Test
    void statementThatFailsAfterOthersLeavesAHalfAppliedChangeThatIsNotRunOver() throws Exception {
        write(
                "V001__two.sql",
                "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nALTER TABLE a ADD id int;\nSELECT 1;");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        String repair = "ficus migrate repair --db legacy --change V001__two";
        String wayOut = "correct what made it fail, then go on with: " + repair
                + " --resume; or, after you have run the rest by hand: " + repair
                + " --mark-applied; or, after you have undone what ran by hand: " + repair + " --mark-rolled-back";
        String where = "migrations-mysql/V001__two.sql (database legacy)";
        String progress =
                "2 of 4 statements ran, statement 3 failed: Duplicate column name 'id':" + " ALTER TABLE a ADD id int";
        assertThat(failed.problems())
                .containsExactly(new Problem(
                        ErrorCode.CHANGE_FAILED,
                        "change V001__two failed at statement 3 of 4: Duplicate column name 'id';"
                                + " the change is half applied: " + progress,
                        where,
                        wayOut));
        assertThat(count("SELECT count(*) FROM a"))
                .as("ALTER committed the INSERT before it failed")
                .isOne();
        FicusException again = catchThrowableOfType(FicusException.class, this::up);
        assertThat(again.problems())
                .containsExactly(new Problem(
                        ErrorCode.CHANGE_HALF_APPLIED, "change V001__two is half applied: " + progress, where, wayOut));
        try (MysqlHistory history = MysqlHistory.open(database)) {
            assertThat(history.status().changes())
                    .containsExactly(new ChangeStatus("V001__two", "", "V001__two.sql", ChangeState.HALF_APPLIED));
            assertThat(history.validate()).extracting(HistoryProblem::problem).isEqualTo(again.problems());
        }
        execute("DROP TABLE a");
        repair("V001__two", RepairOptions.Action.MARK_ROLLED_BACK);
        write("V001__two.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);");
        assertThat(up().applied()).as("the way out of the message works").hasSize(1);
    }

    @Test
    void withoutTheJournalTheNextRunTripsOverWhatIsLeft() throws Exception {
        write("V001__two.sql", "CREATE TABLE a (id int);\nALTER TABLE a ADD id int;");
        catchThrowableOfType(FicusException.class, this::upAsIfDefinitionsRolledBack);
        assertThat(count("SELECT count(*) FROM ficus_statement")).isZero();
        FicusException again = catchThrowableOfType(FicusException.class, this::up);
        assertThat(again.problem().what())
                .as("negative control: the first statement runs twice")
                .matches("change V001__two failed at statement 1 of 2: Table '.*a' already exists");
    }

    @Test
    void recordThatCannotBeWrittenLeavesAHalfAppliedChange() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        up();
        write("V002__b.sql", "CREATE TABLE b (id int);\nDROP TABLE ficus_change;");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.code()).isEqualTo(ErrorCode.HISTORY_WRITE_FAILED);
        assertThat(failed.problem().what())
                .startsWith("the record of change V002__b could not be written: Table '")
                .endsWith("the change is half applied: 2 of 2 statements ran, and the change was not recorded");
        FicusException again = catchThrowableOfType(FicusException.class, this::up);
        assertThat(again.code()).as("it does not run twice").isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
    }

    @Test
    void routineThatFailsAfterADefinitionIsHalfApplied() throws Exception {
        write("V001__p.sql", "CREATE PROCEDURE p() BEGIN CREATE TABLE a (id int); CREATE TABLE a (id int); END;");
        up();
        write("V002__call.sql", "CALL p();");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problem().what())
                .contains("the change is half applied: 0 of 1 statements ran, statement 1 failed: Table ");
        assertThat(count("SELECT count(*) FROM a")).as("the table is there").isZero();
    }

    @Test
    void valueOfADuplicateKeyIsNotShown() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (t varchar(20) PRIMARY KEY);\nINSERT INTO a VALUES ('hush'), ('hush');");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.getMessage()).contains("Duplicate entry for key").doesNotContain("hush");
    }

    @Test
    void dataStatementsAfterTheLastDefinitionAreRolledBackAndNotCounted() throws Exception {
        write("V001__two.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nINSERT INTO missing VALUES (1);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problem().what()).contains("half applied: 1 of 3 statements ran, statement 3 failed");
        assertThat(count("SELECT count(*) FROM a"))
                .as("the journal tells the truth")
                .isZero();
    }

    @Test
    void changeOfDataAloneThatFailsLeavesNothing() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        up();
        write("V002__b.sql", "INSERT INTO a VALUES (1);\nINSERT INTO missing VALUES (1);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problem().fix())
                .isEqualTo("nothing of the change is left; correct the file, then run: ficus migrate up --db legacy");
        assertThat(count("SELECT count(*) FROM a")).isZero();
        assertThat(count("SELECT count(*) FROM ficus_statement")).isZero();
        write("V002__b.sql", "INSERT INTO a VALUES (1);");
        assertThat(up().applied()).hasSize(1);
    }

    @Test
    void firstStatementThatFailsLeavesNothing() throws Exception {
        write("V001__a.sql", "CREATE TABEL a (id int);");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.code()).isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(failed.problem().what())
                .startsWith("change V001__a failed at statement 1 of 1: You have an error in your SQL syntax");
        assertThat(count("SELECT count(*) FROM ficus_statement")).isZero();
    }

    @Test
    void textThatLooksLikeAnEscapeOrAParameterIsLeftAlone() throws Exception {
        write("V001__json.sql", """
                -- don't touch {d '2024-01-01'} here
                CREATE TABLE a (t text); /* it's {fn now()} */
                INSERT INTO a VALUES ('{"a": {"d": "?"}, "b": ${c}}'), ('{fn now()} :x %s \\\\');
                """);
        up();
        assertThat(
                        count(
                                "SELECT count(*) FROM a WHERE t IN ('{\"a\": {\"d\": \"?\"}, \"b\": ${c}}', '{fn now()} :x %s \\\\')"))
                .isEqualTo(2);
    }

    @Test
    void triggersRoutinesAndStringsAreNotCutAtTheirSemicolons() throws Exception {
        write("V001__trigger.sql", """
                CREATE TABLE a (id int, t varchar(20) DEFAULT 'x\\';y'); # not; here
                DELIMITER //
                CREATE TRIGGER a_before BEFORE INSERT ON a FOR EACH ROW
                BEGIN
                  IF NEW.id < 0 THEN SET NEW.id = 0; END IF;
                END//
                DELIMITER ;
                CREATE PROCEDURE p() BEGIN
                  CASE WHEN 1 = 1 THEN INSERT INTO a (id) VALUES (7); ELSE BEGIN END; END CASE;
                END;
                /*!50000 INSERT INTO a (id) VALUES (-5) */;
                CALL p();
                """);
        up();
        assertThat(count("SELECT sum(id) FROM a")).isEqualTo(7);
        assertThat(count("SELECT count(*) FROM a WHERE t = 'x\\';y'")).isEqualTo(2);
    }

    @Test
    void aHistoryOfItsOwnLivesInADatabaseThatItMakes() throws Exception {
        String own = databaseName() + "_ficus";
        write("V001__domain.sql", "CREATE TABLE domain (name varchar(20));");
        try (MysqlHistory history = MysqlHistory.open(database, HistorySource.directory(files), own)) {
            assertThat(history.status().changes()).hasSize(1);
            assertThat(history.up(UpOptions.DEFAULT, Progress.SILENT).applied()).hasSize(1);
            assertThat(history.up(UpOptions.DEFAULT, Progress.SILENT).applied()).isEmpty();
        }
        assertThat(count("SELECT count(*) FROM information_schema.tables WHERE table_schema = '" + own + "'"))
                .isEqualTo(5);
        assertThat(count("SELECT count(*) FROM information_schema.tables WHERE table_schema = database()"))
                .isZero();
        execute("DROP DATABASE " + own);
    }

    /** The journal is off where definitions are said to roll back. */
    private UpReport upAsIfDefinitionsRolledBack() {
        SqlDialect real = new MysqlDialect();
        SqlDialect dialect = (SqlDialect) Proxy.newProxyInstance(
                SqlDialect.class.getClassLoader(),
                new Class<?>[] {SqlDialect.class},
                (proxy, method, arguments) ->
                        method.getName().equals("transactionalDdl") ? true : method.invoke(real, arguments));
        try (SqlHistory history = new SqlHistory(database, HistorySource.of(database), Optional.empty(), dialect) {}) {
            return history.up(UpOptions.DEFAULT, Progress.SILENT);
        }
    }

    private UpReport up() {
        try (MysqlHistory history = MysqlHistory.open(database)) {
            return history.up(UpOptions.DEFAULT, Progress.SILENT);
        }
    }

    private void repair(String change, RepairOptions.Action action) {
        try (MysqlHistory history = MysqlHistory.open(database)) {
            history.repair(
                    new RepairOptions(new ChangeReference(change), action, Duration.ofSeconds(60)), Progress.SILENT);
        }
    }

    private List<HistoryEntry> history() {
        try (MysqlHistory history = MysqlHistory.open(database)) {
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

    private void execute(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String databaseName() throws SQLException {
        try (Connection connection = open()) {
            return connection.getCatalog();
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
