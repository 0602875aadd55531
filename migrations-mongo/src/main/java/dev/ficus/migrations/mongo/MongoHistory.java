package dev.ficus.migrations.mongo;

import com.mongodb.MongoException;
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
import dev.ficus.core.history.UpReport.AppliedChange;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history of a MongoDB database, kept in Mongock's collections. Connects at the first call that needs the server.
 * {@code docs/reference/histories.md} lists the file format, the collections and the guarantees.
 */
public final class MongoHistory implements MigrationHistory {
    private final DatabaseSettings database;
    private final Path directory;
    private final HistoryMessages messages;
    private @Nullable MongoSession session;

    private MongoHistory(DatabaseSettings database, Path directory) {
        this.database = database;
        this.directory = directory;
        this.messages = new HistoryMessages(directory, database.name());
    }

    /** The history that {@code ficus.yaml} gives this database. Connects at the first use. */
    public static MongoHistory open(DatabaseSettings database) {
        return new MongoHistory(
                database,
                database.migrations()
                        .orElseThrow(() -> new FicusException(
                                ErrorCode.CONFIG_INVALID,
                                "database " + database.name() + " keeps no history: it has no migrations",
                                "ficus.yaml, databases." + database.name(),
                                "add migrations: DIRECTORY to database " + database.name() + " in ficus.yaml")));
    }

    @Override
    public HistoryStatus status() {
        ChangeFiles files = readableFiles();
        return asking(mongo -> comparison(mongo, files, false).status());
    }

    @Override
    public List<HistoryEntry> history() {
        return asking(mongo -> new MongockRecord(mongo.database())
                .executed().stream().map(RecordedChange::entry).toList());
    }

    @Override
    public List<HistoryProblem> validate() {
        ChangeFiles files = ChangeFiles.read(directory, database.name());
        Stream<HistoryProblem> inFiles =
                files.problems().stream().map(problem -> new HistoryProblem(problem.where(), problem));
        List<HistoryProblem> others = asking(mongo -> problems(mongo, comparison(mongo, files, false)));
        return Stream.concat(inFiles, others.stream()).toList();
    }

    @Override
    public UpReport up(UpOptions options, Progress progress, StopSignal stop) {
        ChangeFiles files = readableFiles();
        return asking(mongo -> {
            Comparison before = comparison(mongo, files, false);
            if (before.pending().isEmpty() && problems(mongo, before).isEmpty()) {
                return new UpReport(List.of(), Duration.ZERO);
            }
            try (MongoLock lock = new MongoLock(mongo.database(), database.name(), options.lockTimeout())) {
                lock.acquire();
                return underLock(mongo, lock, files, progress);
            }
        });
    }

    @Override
    public MigrationPlan plan(PlanOptions options) {
        throw new UnsupportedOperationException("plan");
    }

    @Override
    public DownReport down(DownOptions options, Progress progress, StopSignal stop) {
        throw new UnsupportedOperationException("down");
    }

    @Override
    public RepairReport repair(RepairOptions options, Progress progress) {
        throw new UnsupportedOperationException("repair");
    }

    @Override
    public BaselineReport baseline(BaselineOptions options, Progress progress) {
        throw new UnsupportedOperationException("baseline");
    }

    @Override
    public TagReport tag(String name) {
        throw new UnsupportedOperationException("tag");
    }

    @Override
    public UnlockReport unlock() {
        throw new UnsupportedOperationException("unlock");
    }

    @Override
    public LintReport lint(LintOptions options) {
        throw new UnsupportedOperationException("lint");
    }

    @Override
    public DriftReport drift(Optional<DatabaseSettings> scratch, Progress progress, StopSignal stop) {
        throw new UnsupportedOperationException("drift");
    }

    @Override
    public NewChange create(String name) {
        throw new UnsupportedOperationException("create");
    }

    @Override
    public void close() {
        MongoSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    private UpReport underLock(MongoSession mongo, MongoLock lock, ChangeFiles files, Progress progress) {
        long start = System.nanoTime();
        Comparison now = comparison(mongo, files, true);
        List<HistoryProblem> problems = problems(mongo, now);
        if (!problems.isEmpty()) {
            throw new FicusException(
                    problems.stream().map(HistoryProblem::problem).toList(), null);
        }
        MongockRecord record = new MongockRecord(mongo.database());
        record.prepare();
        ChangeRunner runner = new ChangeRunner(mongo, record, new StepJournal(mongo.database()), lock, messages);
        List<AppliedChange> applied = new ArrayList<>();
        for (MongoChange change : now.pending()) {
            progress.on(new ProgressEvent.Count(
                    database.name(),
                    applied.size(),
                    OptionalLong.of(now.pending().size()),
                    "changes",
                    change.id()));
            long began = System.nanoTime();
            runner.run(change);
            applied.add(new AppliedChange(
                    change.id(), change.key().author(), change.file(), Duration.ofNanos(System.nanoTime() - began)));
        }
        return new UpReport(applied, Duration.ofNanos(System.nanoTime() - start));
    }

    private ChangeFiles readableFiles() {
        ChangeFiles files = ChangeFiles.read(directory, database.name());
        if (!files.problems().isEmpty()) {
            throw new FicusException(files.problems(), null);
        }
        return files;
    }

    /** The journal of a run that is going on now is not a half-applied change. */
    private static Comparison comparison(MongoSession mongo, ChangeFiles files, boolean locked) {
        List<StepRow> rows = new StepJournal(mongo.database()).rows();
        boolean running = !locked && !rows.isEmpty() && MongoLock.isHeld(mongo.database());
        List<RecordedChange> recorded = new MongockRecord(mongo.database()).executed();
        return new Comparison(files.changes(), recorded, running ? List.of() : rows);
    }

    private List<HistoryProblem> problems(MongoSession mongo, Comparison comparison) {
        List<HistoryProblem> problems = new ArrayList<>(comparison.problems(messages));
        List<MongoChange> transactional =
                comparison.pending().stream().filter(MongoChange::transactional).toList();
        if (!transactional.isEmpty() && !mongo.hasTransactions()) {
            transactional.forEach(change -> problems.add(messages.transactionsUnsupported(change)));
        }
        return problems;
    }

    private <T> T asking(Function<MongoSession, T> question) {
        try {
            MongoSession open = session;
            if (open == null) {
                open = MongoSession.open(database);
                session = open;
            }
            return question.apply(open);
        } catch (MongoException e) {
            throw MongoFailures.of(e, database);
        }
    }
}
