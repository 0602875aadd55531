package dev.ficus.cli.command;

import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.wiring.Histories;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which histories a command is about. */
final class DatabaseSelection {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    private CommandSpec command;

    @Option(
            names = "--db",
            paramLabel = "NAME",
            order = 1,
            description = "Only this database; can be repeated. Without it: all, in the order of ficus.yaml.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--classpath",
            paramLabel = "JAR",
            order = 50,
            description = "A jar with compiled change units of MongoDB; can be repeated.")
    private List<Path> classpath = new ArrayList<>();

    /** The databases, in the order of the file. */
    List<DatabaseSettings> of(Settings settings) {
        List<DatabaseSettings> databases = MigrateRun.selected(settings, names);
        if (!classpath.isEmpty()) {
            requireOneForUnits(databases.stream()
                    .filter(database -> database.kind() == DatabaseKind.MONGO)
                    .toList());
        }
        return databases;
    }

    /** Units name no database, so they would run on each. */
    private void requireOneForUnits(List<DatabaseSettings> mongo) {
        requireOne(mongo, "change units are for one MongoDB database", "--classpath");
        if (mongo.isEmpty()) {
            throw wrong(
                    "change units are for MongoDB, and none of these databases is one",
                    "--classpath",
                    "leave it out, or name a MongoDB database with --db");
        }
    }

    /** The only one; more than one is wrong usage. */
    DatabaseSettings one(Settings settings) {
        List<DatabaseSettings> databases = of(settings);
        requireOne(databases, "this command is about one database", "--db");
        return databases.get(0);
    }

    /** Refuses more than one database, and names those to choose from. */
    void requireOne(List<DatabaseSettings> databases, String why, String where) {
        if (databases.size() > 1) {
            String choices = databases.stream()
                    .map(database -> "--db " + database.name())
                    .collect(Collectors.joining(" or "));
            throw wrong(why + ", and this is about " + databases.size(), where, "add " + choices);
        }
    }

    WrongUsage wrong(String what, String where, String fix) {
        if (command == null) {
            throw new IllegalStateException("picocli fills in the spec before it calls a command");
        }
        return new WrongUsage(command.commandLine(), what, where, fix);
    }

    /** Opens the history of a database. */
    Function<DatabaseSettings, MigrationHistory> histories() {
        return database -> Histories.open(database, classpath);
    }

    /** The options as they were typed, each with a blank in front, to be repeated in a hint. */
    String words() {
        return names.stream().distinct().map(name -> " --db " + name).collect(Collectors.joining())
                + classpath.stream().map(jar -> " --classpath " + jar).collect(Collectors.joining());
    }
}
