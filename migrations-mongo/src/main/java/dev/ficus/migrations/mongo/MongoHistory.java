package dev.ficus.migrations.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
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
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history of a MongoDB database, kept in Mongock's collections. Connects at the first call that needs the server.
 * {@code docs/reference/histories.md} lists the file format, the collections and the guarantees.
 */
public final class MongoHistory implements MigrationHistory {
    private final DatabaseSettings database;
    private final Path directory;
    private final List<Path> classpath;
    private final List<CommandListener> listeners;
    private final HistoryMessages messages;
    private @Nullable MongoSession session;
    private @Nullable UnitJars jars;

    private MongoHistory(DatabaseSettings database, List<Path> classpath, List<CommandListener> listeners) {
        this.database = database;
        this.directory = database.migrations()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.CONFIG_INVALID,
                        "database " + database.name() + " keeps no history: it has no migrations",
                        "ficus.yaml, databases." + database.name(),
                        "add migrations: DIRECTORY to database " + database.name() + " in ficus.yaml"));
        this.classpath = List.copyOf(classpath);
        this.listeners = List.copyOf(listeners);
        this.messages = new HistoryMessages(directory, database.name());
    }

    /** The history that {@code ficus.yaml} gives this database. Connects at the first use. */
    public static MongoHistory open(DatabaseSettings database) {
        return open(database, List.of());
    }

    /**
     * As {@link #open(DatabaseSettings)}, with the change units of Mongock that are compiled into these jars beside the
     * files.
     */
    public static MongoHistory open(DatabaseSettings database, List<Path> classpath) {
        return new MongoHistory(database, classpath, List.of());
    }

    /** As {@link #open(DatabaseSettings)}; the listener sees every command that is sent. */
    static MongoHistory observed(DatabaseSettings database, CommandListener listener) {
        return new MongoHistory(database, List.of(), List.of(listener));
    }

    @Override
    public HistoryStatus status() {
        return asking(sources().readable(), history -> history.compare().status());
    }

    @Override
    public List<HistoryEntry> history() {
        return asking(
                new ChangeSources(List.of(), ChangeUnits.NONE, List.of()),
                history -> history.record().executed().stream()
                        .map(RecordedChange::entry)
                        .toList());
    }

    @Override
    public List<HistoryProblem> validate() {
        ChangeSources sources = sources();
        Stream<HistoryProblem> inFiles =
                sources.problems().stream().map(problem -> new HistoryProblem(problem.where(), problem));
        List<HistoryProblem> others = asking(sources, history -> history.problems(history.compare(), false));
        return Stream.concat(inFiles, others.stream()).toList();
    }

    @Override
    public MigrationPlan plan(PlanOptions options) {
        return asking(sources().readable(), history -> Planned.plan(history, options));
    }

    @Override
    public UpReport up(UpOptions options, Progress progress, StopSignal stop) {
        return asking(sources().readable(), history -> new Runs(history, progress, stop).up(options));
    }

    @Override
    public DownReport down(DownOptions options, Progress progress, StopSignal stop) {
        return asking(sources().readable(), history -> new Runs(history, progress, stop).down(options));
    }

    @Override
    public RepairReport repair(RepairOptions options, Progress progress) {
        return locked(
                options.lockTimeout(), progress, (history, lock) -> new Repair(history, lock, progress).run(options));
    }

    @Override
    public BaselineReport baseline(BaselineOptions options, Progress progress) {
        return locked(options.lockTimeout(), progress, (history, lock) -> new Baseline(history).run(options));
    }

    @Override
    public TagReport tag(String name) {
        return locked(UpOptions.DEFAULT.lockTimeout(), Progress.SILENT, (history, lock) -> new Tags(history).tag(name));
    }

    @Override
    public UnlockReport unlock() {
        return asking(
                new ChangeSources(List.of(), ChangeUnits.NONE, List.of()),
                history -> LockHolder.unlock(history.mongo().database(), history.name()));
    }

    @Override
    public LintReport lint(LintOptions options) {
        ChangeSources sources = sources().readable();
        if (options.offline()) {
            String server = "MongoDB 4.2 (not asked: the oldest that is supported)";
            return new MongoLint(directory, server, CollectionSizes.UNKNOWN).lint(sources.changes(), Set.of());
        }
        return asking(sources, history -> {
            List<MongoChange> pending = history.compare().pending();
            MongoDatabase mongo = history.mongo().database();
            return new MongoLint(directory, CollectionSizes.server(mongo), CollectionSizes.of(mongo))
                    .lint(
                            options.all() ? sources.changes() : pending,
                            pending.stream().map(MongoChange::key).collect(Collectors.toSet()));
        });
    }

    @Override
    public DriftReport drift(Optional<DatabaseSettings> scratch, Progress progress, StopSignal stop) {
        return asking(sources().readable(), history -> new DriftRun(history, database, progress, stop).run(scratch));
    }

    @Override
    public NewChange create(String name) {
        return ChangeCreation.create(directory, name);
    }

    @Override
    public void close() {
        MongoSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
        UnitJars loaded = jars;
        jars = null;
        if (loaded != null) {
            loaded.close();
        }
    }

    private ChangeSources sources() {
        UnitJars loaded = jars;
        if (loaded == null) {
            loaded = UnitJars.open(classpath, database.name());
            jars = loaded;
        }
        return ChangeSources.of(
                ChangeFiles.read(directory, database.name()), ChangeUnits.of(loaded, messages), messages);
    }

    private <T> T locked(Duration timeout, Progress progress, BiFunction<OpenHistory, MongoLock, T> work) {
        return asking(sources().readable(), history -> {
            try (MongoLock lock = history.lock(timeout, progress)) {
                return work.apply(history, lock);
            }
        });
    }

    private <T> T asking(ChangeSources sources, Function<OpenHistory, T> question) {
        try {
            MongoSession open = session;
            if (open == null) {
                open = MongoSession.open(database, listeners);
                session = open;
            }
            return question.apply(OpenHistory.of(database.name(), open, sources, messages));
        } catch (MongoException e) {
            throw MongoFailures.of(e, database);
        } catch (StepFailure e) {
            throw messages.notWritten(e);
        }
    }
}
