package dev.ficus.migrations.sql.drift;

import dev.ficus.core.drift.ScratchName;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An empty database on the server of another, dropped by {@link #close()}. What a killed process leaves is dropped by the
 * next that makes one here.
 */
public final class ScratchDatabase implements AutoCloseable {
    /** Everything before the database, the database, and the parameters. */
    private static final Pattern URL = Pattern.compile("^(jdbc:[a-z]+:(?://[^/?]*/)?)[^?;/]+(.*)$");

    private static final int ANSWER_SECONDS = 5;

    private final DatabaseSettings real;
    private final DatabaseSettings scratch;
    private final String name;
    private final DriftServer server;
    private final Progress progress;
    private Connection admin;

    private ScratchDatabase(DatabaseSettings real, DriftServer server, Progress progress) {
        this.real = real;
        this.server = server;
        this.progress = progress;
        this.name = ScratchName.next();
        this.scratch = new DatabaseSettings(
                name, real.kind(), urlOf(real.url(), name), real.user(), real.password(), real.migrations());
        this.admin = Connections.open(real, new Properties());
    }

    /**
     * Makes an empty database beside {@code real}.
     *
     * @throws FicusException RIGHT_MISSING
     */
    public static ScratchDatabase beside(DatabaseSettings real, DriftServer server, Progress progress) {
        ScratchDatabase database = new ScratchDatabase(real, server, progress);
        try {
            database.removeLeftovers();
            server.make(database.admin, database.name);
            return database;
        } catch (SQLException e) {
            FicusException failure = database.notMade(e);
            database.close();
            throw failure;
        }
    }

    /** Where it is. */
    public DatabaseSettings settings() {
        return scratch;
    }

    /** Its name on the server. */
    public String name() {
        return name;
    }

    /** Drops the database, whoever uses it. What cannot be dropped is told, and dropped by the next run. */
    @Override
    public void close() {
        try {
            if (!admin.isValid(ANSWER_SECONDS)) {
                admin = Connections.open(real, new Properties());
            }
            try (Connection last = admin) {
                server.drop(last, name, true);
            }
        } catch (SQLException | FicusException e) {
            String words = e instanceof SQLException sql ? SqlFailures.firstLine(sql) : String.valueOf(e.getMessage());
            progress.warning(
                    real.name(),
                    "the scratch database " + name + " could not be dropped, and the next run of drift will do it: "
                            + words);
        }
    }

    private void removeLeftovers() throws SQLException {
        for (String leftover : server.leftovers(admin)) {
            try {
                server.drop(admin, leftover, false);
                progress.warning(real.name(), "dropped the scratch database " + leftover + ", which a killed run left");
            } catch (SQLException e) {
                progress.warning(
                        real.name(),
                        "the scratch database " + leftover + ", which a killed run left, could not be dropped: "
                                + SqlFailures.firstLine(e));
            }
        }
    }

    private FicusException notMade(SQLException e) {
        String instead = "ficus migrate drift --db " + real.name() + " --scratch sandbox";
        if (SqlFailures.rightMissing(e)) {
            return new FicusException(
                    ErrorCode.RIGHT_MISSING,
                    "the user may not make a scratch database: " + SqlFailures.firstLine(e),
                    real.toString(),
                    "grant it (docs/guides/drift.md has the statement), or replay on a server of the sandbox with: "
                            + instead,
                    e);
        }
        return SqlFailures.onStatement(
                e,
                "making a scratch database beside database " + real.name(),
                ErrorCode.CANNOT_CONNECT,
                "replay on a server of the sandbox with: " + instead);
    }

    private static String urlOf(String url, String name) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the url names no database");
        }
        return matcher.group(1) + name + matcher.group(2);
    }
}
