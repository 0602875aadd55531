package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.NaturalOrder;
import dev.ficus.core.settings.DatabaseSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the change files of a history are. */
public sealed interface HistorySource permits DirectorySource, ClasspathSource {

    /** The change files directly in {@code directory}. */
    static HistorySource directory(Path directory) {
        return new DirectorySource(directory.toAbsolutePath().normalize());
    }

    /**
     * Plain SQL files that are resources, in a jar or in a directory.
     *
     * @param anchor a class of the same jar
     * @param directory from the root of the class path, such as {@code dev/ficus/dualwrite/control/postgres}
     */
    static HistorySource classpath(Class<?> anchor, String directory) {
        return new ClasspathSource(anchor, directory);
    }

    /** The directory that {@code ficus.yaml} gives this database. */
    static HistorySource of(DatabaseSettings database) {
        return directory(database.migrations()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.CONFIG_INVALID,
                        "database " + database.name() + " keeps no history: it has no migrations",
                        "ficus.yaml, databases." + database.name(),
                        "add migrations: DIRECTORY to database " + database.name() + " in ficus.yaml")));
    }

    /**
     * All files that can be read, in the order of {@link NaturalOrder}.
     *
     * @param database the name of the database, for messages
     * @param problems takes what is wrong with the others
     */
    List<SourceFile> files(String database, Consumer<Problem> problems);

    /** A file of this source as messages name it, such as {@code migrations-postgres/V001__orders.sql}. */
    String describe(String file);

    /** The directory for Liquibase's own formats; empty where only plain SQL files can be read. */
    Optional<Path> path();
}
