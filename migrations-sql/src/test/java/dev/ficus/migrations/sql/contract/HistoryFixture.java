package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fresh database with an empty directory of change files. What holds for PostgreSQL and MySQL alike is tested by an
 * abstract class beside this one, and run by a small subclass in the module of each server.
 */
public abstract class HistoryFixture {
    @TempDir
    private Path parent;

    private Path directory;
    private DatabaseSettings database;

    /** The kind of server under test. */
    protected abstract DatabaseKind kind();

    /** The history under test. */
    protected abstract MigrationHistory open(DatabaseSettings database);

    @BeforeEach
    final void freshDatabase() throws IOException {
        directory = Files.createDirectory(parent.resolve("migrations"));
        DatabaseSettings fresh = SharedServers.server(kind()).freshDatabase("primary");
        database = new DatabaseSettings(
                fresh.name(), fresh.kind(), fresh.url(), fresh.user(), fresh.password(), Optional.of(directory));
    }

    protected final DatabaseSettings database() {
        return database;
    }

    protected final Path directory() {
        return directory;
    }

    /** Writes a change file exactly as it is given. */
    protected final Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** One question or command to a history of its own. */
    protected final <T> T with(Function<MigrationHistory, T> work) {
        try (MigrationHistory history = open(database)) {
            return work.apply(history);
        }
    }

    protected final UpReport up() {
        return with(history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
    }

    /** The failure of some work, which has to have this code. */
    protected final FicusException refused(ErrorCode code, Function<MigrationHistory, ?> work) {
        FicusException failure = catchThrowableOfType(FicusException.class, () -> with(work));
        assertThat(failure).as("a refusal with " + code).isNotNull();
        assertThat(failure.code()).isEqualTo(code);
        return failure;
    }

    /** Runs statements as an application would, past the history. */
    protected final void execute(String... statements) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The first column of all rows, as text. */
    protected final List<String> column(String query) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
