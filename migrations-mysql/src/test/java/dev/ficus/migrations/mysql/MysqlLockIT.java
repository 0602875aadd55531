package dev.ficus.migrations.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.HistoryLock;
import dev.ficus.migrations.sql.HistorySource;
import dev.ficus.migrations.sql.LockHolder;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.SqlHistory;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at once, and runs that are killed. The other run is a process of its own. */
class MysqlLockIT {
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    private DatabaseSettings database;

    @BeforeEach
    void freshDatabase() {
        DatabaseSettings fresh = SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
        database = new DatabaseSettings(
                fresh.name(), fresh.kind(), fresh.url(), fresh.user(), fresh.password(), Optional.of(directory));
    }

    @Test
    void twoProcessesAtOnceApplyEachChangeOnce() throws Exception {
        for (int number = 1; number <= 5; number++) {
            write("V" + number + "__t.sql", "CREATE TABLE t" + number + " (id int);");
        }
        write("W6.yaml", """
                databaseChangeLog:
                  - changeSet: { id: six, author: ana, changes: [ { sql: CREATE TABLE t6 (id int) } ] }
                """);
        write("W7.sql", "--liquibase formatted sql\n--changeset ana:seven\nCREATE TABLE t7 (id int);\n");
        Process one = UpInChild.start(database, PATIENT);
        Process other = UpInChild.start(database, PATIENT);
        List<String> results = List.of(UpInChild.result(one), UpInChild.result(other));
        assertThat(results)
                .as("and nothing of Liquibase on the console")
                .containsExactlyInAnyOrder("applied 7", "applied 0");
    }

    @Test
    void otherRunBetweenReadingTheRecordAndTheFirstChangeIsKeptOut() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);");
        String[] other = new String[1];
        UpReport report = upWith(lock -> lock, () -> other[0] = runOther());
        assertThat(other[0]).isEqualTo(ErrorCode.LOCK_HELD.name());
        assertThat(report.applied()).hasSize(1);
    }

    @Test
    void withoutTheLockTheOtherRunWouldApplyTheChangeAsWell() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);");
        String[] other = new String[1];
        FicusException failed = catchThrowableOfType(
                FicusException.class, () -> upWith(lock -> new NoLock(), () -> other[0] = runOther()));
        assertThat(other[0]).as("negative control").isEqualTo("applied 1");
        assertThat(failed.code()).as("the second CREATE TABLE").isEqualTo(ErrorCode.CHANGE_FAILED);
    }

    @Test
    void killBetweenTwoStatementsIsSeenAsHalfAppliedAndFreesTheLock() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);\nSELECT GET_LOCK('ficus test', 600);\nCREATE TABLE u (id int);");
        try (Connection blocker = open()) {
            count(blocker, "SELECT GET_LOCK('ficus test', 0)");
            Process child = UpInChild.start(database, PATIENT);
            await(
                    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO = 'SELECT GET_LOCK(''ficus test'', 600)'");
            assertThat(status())
                    .as("a run that goes on is not half applied")
                    .extracting(ChangeStatus::state)
                    .containsExactly(ChangeState.PENDING);
            kill(child);
            await("SELECT IS_FREE_LOCK('ficus history " + blocker.getCatalog() + "')");
        }
        assertThat(status()).extracting(ChangeStatus::state).containsExactly(ChangeState.HALF_APPLIED);
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.code()).isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
        assertThat(refused.problem().what())
                .isEqualTo("change V1__t is half applied: 1 of 3 statements ran, then the run was cut off");
        assertThat(count("SELECT COUNT(*) FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = database() AND TABLE_NAME IN ('t', 'u')"))
                .as("what the message says")
                .isOne();
    }

    @Test
    void killInsideADefinitionIsToldAsUnknown() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);\nALTER TABLE busy ADD c int;\nCREATE TABLE u (id int);");
        try (Connection blocker = open();
                Statement statement = blocker.createStatement()) {
            statement.execute("CREATE TABLE busy (id int)");
            blocker.setAutoCommit(false);
            count(blocker, "SELECT COUNT(*) FROM busy");
            Process child = UpInChild.start(database, PATIENT);
            await("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'ALTER TABLE busy%'");
            kill(child);
            blocker.rollback();
            await("SELECT IS_FREE_LOCK('ficus history " + blocker.getCatalog() + "')");
        }
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.problem().what())
                .isEqualTo(
                        "change V1__t is half applied: 1 of 3 statements ran, then the run was cut off in statement 2,"
                                + " which may or may not have run: ALTER TABLE busy ADD c int");
    }

    @Test
    void killedRunOfDataAloneLeavesNothing() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);");
        up();
        write(
                "V2__fill.sql",
                "INSERT INTO t VALUES (1);\nSELECT GET_LOCK('ficus test', 600);\nINSERT INTO t VALUES (2);");
        try (Connection blocker = open()) {
            count(blocker, "SELECT GET_LOCK('ficus test', 0)");
            Process child = UpInChild.start(database, PATIENT);
            await(
                    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO = 'SELECT GET_LOCK(''ficus test'', 600)'");
            kill(child);
            await("SELECT IS_FREE_LOCK('ficus history " + blocker.getCatalog() + "')");
        }
        assertThat(status()).extracting(ChangeStatus::state).containsExactly(ChangeState.APPLIED, ChangeState.PENDING);
        assertThat(up().applied()).hasSize(1);
        assertThat(count("SELECT COUNT(*) FROM t")).isEqualTo(2);
    }

    private String runOther() {
        try {
            return UpInChild.result(UpInChild.start(database, IMPATIENT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs up with a lock of the test's; {@code beforeFirstChange} runs once the record has been read. */
    private UpReport upWith(java.util.function.UnaryOperator<HistoryLock> locks, Supplier<String> beforeFirstChange) {
        SqlDialect real = new MysqlDialect();
        SqlDialect dialect = (SqlDialect) Proxy.newProxyInstance(
                SqlDialect.class.getClassLoader(), new Class<?>[] {SqlDialect.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof HistoryLock lock
                                ? new HookedLock(locks.apply(lock), beforeFirstChange)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        try (SqlHistory history = new SqlHistory(database, HistorySource.of(database), Optional.empty(), dialect) {}) {
            return history.up(UpOptions.DEFAULT, Progress.SILENT);
        }
    }

    /** Calls the test where the run makes sure of its lock before a change. */
    private record HookedLock(HistoryLock lock, Supplier<String> hook) implements HistoryLock {
        @Override
        public boolean tryAcquire() throws SQLException {
            return lock.tryAcquire();
        }

        @Override
        public boolean isHeld() throws SQLException {
            hook.get();
            return lock.isHeld();
        }

        @Override
        public Optional<LockHolder> holder() throws SQLException {
            return lock.holder();
        }

        @Override
        public void sign() throws SQLException {
            lock.sign();
        }

        @Override
        public void end(LockHolder holder) throws SQLException {
            lock.end(holder);
        }

        @Override
        public void close() {
            lock.close();
        }
    }

    private record NoLock() implements HistoryLock {
        @Override
        public boolean tryAcquire() {
            return true;
        }

        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public Optional<LockHolder> holder() {
            return Optional.empty();
        }

        @Override
        public void sign() {}

        @Override
        public void end(LockHolder holder) {}

        @Override
        public void close() {}
    }

    private void kill(Process child) throws InterruptedException {
        child.destroyForcibly();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private void await(String sql) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (count(sql) == 0) {
            assertThat(System.nanoTime()).as("still waiting for: " + sql).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private UpReport up() {
        try (MysqlHistory history = MysqlHistory.open(database)) {
            return history.up(new UpOptions(PATIENT), Progress.SILENT);
        }
    }

    private List<ChangeStatus> status() {
        try (MysqlHistory history = MysqlHistory.open(database)) {
            return history.status().changes();
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private Connection open() {
        return Connections.open(database, new Properties());
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = open()) {
            return count(connection, sql);
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
