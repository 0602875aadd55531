package dev.ficus.cli.migrate;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Walks databases in the order of the settings file, one after the other, and stops at the first that fails.
 *
 * @param <T> what one database reports
 */
public final class MigrateRun<T> {

    /**
     * What came of it.
     *
     * @param reports of the databases that did not fail, in order
     * @param failure of the database after them; empty where none failed
     * @param failedDatabase the one that failed
     * @param notReached the databases after it
     */
    public record Outcome<T>(
            List<T> reports,
            Optional<FicusException> failure,
            Optional<DatabaseSettings> failedDatabase,
            List<DatabaseSettings> notReached) {

        /** The problems of the failure, empty where nothing failed. */
        public List<Problem> problems() {
            return failure.map(FicusException::problems).orElse(List.of());
        }
    }

    private final Function<DatabaseSettings, MigrationHistory> histories;
    private final BiFunction<DatabaseSettings, MigrationHistory, T> action;
    private final StopSignal stop;

    public MigrateRun(
            Function<DatabaseSettings, MigrationHistory> histories,
            BiFunction<DatabaseSettings, MigrationHistory, T> action,
            StopSignal stop) {
        this.histories = histories;
        this.action = action;
        this.stop = stop;
    }

    /** Runs the action on each database; a stop that is asked for takes effect between two databases. */
    public Outcome<T> over(List<DatabaseSettings> databases) {
        List<T> reports = new ArrayList<>();
        for (int i = 0; i < databases.size(); i++) {
            DatabaseSettings database = databases.get(i);
            try (MigrationHistory history = open(database)) {
                reports.add(action.apply(database, history));
            } catch (FicusException e) {
                return new Outcome<>(
                        reports, Optional.of(e), Optional.of(database), databases.subList(i + 1, databases.size()));
            }
        }
        return new Outcome<>(reports, Optional.empty(), Optional.empty(), List.of());
    }

    private MigrationHistory open(DatabaseSettings database) {
        if (stop.requested()) {
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "stopped before database " + database.name() + ", as you asked",
                    database.toString(),
                    "run the command again, it goes on with what is left; after a part of a reviewed plan, make a new one first");
        }
        return histories.apply(database);
    }

    /**
     * The databases to walk: those that were named, in the order of the file, else all that keep a history.
     *
     * @throws FicusException DATABASE_UNKNOWN; CONFIG_INVALID where a named database, or none at all, keeps a history
     */
    public static List<DatabaseSettings> selected(Settings settings, List<String> names) {
        names.forEach(name -> requireHistory(settings, settings.database(name)));
        List<DatabaseSettings> selected = settings.databases().stream()
                .filter(database ->
                        names.isEmpty() ? database.migrations().isPresent() : names.contains(database.name()))
                .toList();
        if (selected.isEmpty()) {
            throw new FicusException(
                    ErrorCode.CONFIG_INVALID,
                    "no database has a directory of migrations",
                    settings.file().toString(),
                    "add the key migrations: DIRECTORY to each database that keeps a history");
        }
        return selected;
    }

    private static void requireHistory(Settings settings, DatabaseSettings database) {
        if (database.migrations().isEmpty()) {
            throw new FicusException(
                    ErrorCode.CONFIG_INVALID,
                    "database " + database.name() + " has no directory of migrations",
                    settings.file().toString(),
                    "add the key migrations: DIRECTORY to database " + database.name());
        }
    }
}
