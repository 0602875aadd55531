package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.BaselineOptions;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.HistoryStatus;
import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.NewChange;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairReport;
import dev.ficus.core.history.TagReport;
import dev.ficus.core.history.UnlockReport;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.drift.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history of a PostgreSQL or MySQL database. Connects at the first call that needs the server.
 * {@code docs/reference/histories.md} lists the file formats, the tables and the guarantees.
 */
public abstract class SqlHistory implements MigrationHistory {
    private static final Duration UNLOCK_PATIENCE = Duration.ofSeconds(20);

    private final DatabaseSettings database;
    private final HistorySource source;
    private final Optional<String> schema;
    private final SqlDialect dialect;
    private @Nullable Connection connection;

    /**
     * @param schema where the history lives and what unqualified names in its files mean; made by {@link #up} where it
     *     is missing. Empty: the schema that the URL and the user lead to
     */
    protected SqlHistory(DatabaseSettings database, HistorySource source, Optional<String> schema, SqlDialect dialect) {
        this.database = database;
        this.source = source;
        this.schema = schema;
        this.dialect = dialect;
    }

    @Override
    public final HistoryStatus status() {
        return compare(readableFiles()).status();
    }

    @Override
    public final List<HistoryEntry> history() {
        return asking(connection -> tables(connection).recorded(connection)).stream()
                .map(RecordedChange::entry)
                .toList();
    }

    @Override
    public final List<HistoryProblem> validate() {
        ChangeFiles files = files();
        Stream<HistoryProblem> inFiles =
                files.problems().stream().map(problem -> new HistoryProblem(problem.where(), problem));
        Comparison comparison = compare(files);
        return Stream.concat(inFiles, comparison.problems(asking(this::messages)).stream())
                .toList();
    }

    @Override
    public final UpReport up(UpOptions options, Progress progress, StopSignal stop) {
        ChangeFiles files = readableFiles();
        Comparison before = compare(files);
        if (options.plan().isEmpty()
                && new Targets(before, new Commands(database.name()))
                        .up(options.target())
                        .isEmpty()
                && before.problems(asking(this::messages)).isEmpty()) {
            return new UpReport(List.of(), Duration.ZERO);
        }
        return underLock(
                options.lockTimeout(),
                progress,
                stop,
                context -> around(files, () -> new UpRun(context, options).run(now(context, files))));
    }

    @Override
    public final MigrationPlan plan(PlanOptions options) {
        ChangeFiles files = readableFiles();
        Comparison comparison = compare(files);
        return asking(connection -> {
            RunContext context = context(connection, Progress.SILENT, StopSignal.NEVER);
            return around(
                    files,
                    () -> context.withEngines(
                            comparison.changes(),
                            engines -> new Planner(engines, dialect, context.messages(), options).plan(comparison)));
        });
    }

    @Override
    public final DownReport down(DownOptions options, Progress progress, StopSignal stop) {
        ChangeFiles files = readableFiles();
        return underLock(
                options.lockTimeout(),
                progress,
                stop,
                context -> around(files, () -> new DownRun(context, options).run(now(context, files))));
    }

    @Override
    public final RepairReport repair(RepairOptions options, Progress progress) {
        ChangeFiles files = readableFiles();
        return underLock(
                options.lockTimeout(),
                progress,
                StopSignal.NEVER,
                context -> around(files, () -> new Repair(context, options, () -> now(context, files)).run()));
    }

    @Override
    public final BaselineReport baseline(BaselineOptions options, Progress progress) {
        ChangeFiles files = readableFiles();
        return underLock(
                options.lockTimeout(),
                progress,
                StopSignal.NEVER,
                context -> around(files, () -> new Baseline(context, options).run(now(context, files))));
    }

    @Override
    public final TagReport tag(String name) {
        return underLock(
                UpOptions.DEFAULT.lockTimeout(),
                Progress.SILENT,
                StopSignal.NEVER,
                context -> new TagRun(context, name).run());
    }

    @Override
    public final UnlockReport unlock() {
        return asking(connection ->
                new Unlock(dialect.lock(connection, schemaOf(connection)), database.name(), UNLOCK_PATIENCE).run());
    }

    @Override
    public final LintReport lint(LintOptions options) {
        ChangeFiles files = readableFiles();
        if (options.offline()) {
            return SqlLint.offline(source, files, dialect);
        }
        Comparison comparison = compare(files);
        return asking(connection -> SqlLint.online(connection, source, comparison, options.all(), dialect));
    }

    @Override
    public final DriftReport drift(Optional<DatabaseSettings> scratch, Progress progress, StopSignal stop) {
        List<SqlChange> files = readableFiles().changes();
        return asking(connection -> {
            String home = schemaOf(connection);
            String name = dialect.liquibaseName(connection);
            List<SqlChange> meant = files.stream()
                    .filter(change -> change.body().meantFor(name))
                    .toList();
            TrustedRecord record =
                    new TrustedRecord(tables(connection), messages(connection), meant, dialect.lock(connection, home));
            Replay replay = new Replay(database.name(), source, dialect, progress, stop);
            return new DriftRun(database, dialect, new Scope(home, schema.isPresent()), replay, progress)
                    .run(connection, record, scratch);
        });
    }

    @Override
    public final NewChange create(String name) {
        return new ChangeCreation(source, database.name(), dialect).create(name);
    }

    @Override
    public final void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw failure(e);
            }
        }
    }

    /** Work under the lock of this history. */
    @FunctionalInterface
    private interface Locked<T> {
        T run(RunContext context) throws SQLException;
    }

    private <T> T underLock(Duration timeout, Progress progress, StopSignal stop, Locked<T> work) {
        return asking(connection -> {
            dialect.beforeRun(connection);
            RunContext context = context(connection, progress, stop);
            try (HistoryLock lock = context.lock()) {
                LockWait.acquire(lock, timeout, database.name(), progress);
                useSchema(connection);
                lock.sign();
                return work.run(context);
            }
        });
    }

    private RunContext context(Connection connection, Progress progress, StopSignal stop) throws SQLException {
        return new RunContext(
                connection,
                dialect,
                tables(connection),
                messages(connection),
                dialect.lock(connection, schemaOf(connection)),
                progress,
                stop);
    }

    private void useSchema(Connection connection) throws SQLException {
        if (schema.isPresent()) {
            dialect.createSchema(connection, schema.get());
            dialect.useSchema(connection, schema.get());
        }
    }

    private <T> T around(ChangeFiles files, Supplier<T> work) {
        return Engines.around(source, files.changes(), work);
    }

    /** Files and record as they are under the lock, where every journal is that of a run that has ended. */
    private Comparison now(RunContext context, ChangeFiles files) {
        try {
            return comparison(context.connection(), files, context.tables().unfinished(context.connection()));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private ChangeFiles readableFiles() {
        ChangeFiles files = files();
        if (!files.problems().isEmpty()) {
            throw new FicusException(files.problems(), null);
        }
        return files;
    }

    private ChangeFiles files() {
        return ChangeFiles.read(source, database.name(), dialect);
    }

    /** Reads the record without a lock. The journal of a run that is going on now is not a half-applied change. */
    private Comparison compare(ChangeFiles files) {
        return asking(connection -> {
            List<StatementRow> rows = tables(connection).unfinished(connection);
            boolean running = !rows.isEmpty()
                    && dialect.lock(connection, schemaOf(connection)).holder().isPresent();
            return comparison(connection, files, running ? List.of() : rows);
        });
    }

    private Comparison comparison(Connection connection, ChangeFiles files, List<StatementRow> rows)
            throws SQLException {
        String name = dialect.liquibaseName(connection);
        List<SqlChange> meant = files.changes().stream()
                .filter(change -> change.body().meantFor(name))
                .toList();
        return new Comparison(meant, tables(connection).recorded(connection), rows);
    }

    private HistoryTables tables(Connection connection) throws SQLException {
        return new HistoryTables(dialect, schemaOf(connection));
    }

    private HistoryMessages messages(Connection connection) throws SQLException {
        HistoryTables tables = tables(connection);
        return new HistoryMessages(
                source,
                database.name(),
                key -> asking(ignored -> tables.text(connection, key)),
                new ShownSql(dialect.syntax()));
    }

    private String schemaOf(Connection connection) throws SQLException {
        return schema.isPresent() ? schema.get() : dialect.currentSchema(connection);
    }

    /** Work with the connection, which is opened by the first of it. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T asking(Question<T> question) {
        try {
            Connection open = connection;
            if (open == null) {
                open = Connections.open(database, dialect.connectionProperties());
                connection = open;
            }
            return question.ask(open);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private FicusException failure(SQLException e) {
        return SqlFailures.onStatement(
                e,
                "the history of database " + database.name(),
                ErrorCode.HISTORY_UNREADABLE,
                "check the tables of the history (docs/reference/histories.md lists them)");
    }
}
