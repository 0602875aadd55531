package dev.ficus.cli.storm;

import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.FaultProxy;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Two servers of the storm's own, each behind a bad network for Ficus and another one for the application. */
final class StormServers implements AutoCloseable {
    /** One side. */
    record Side(SandboxServer server, DatabaseSettings direct, FaultProxy ofFicus, FaultProxy ofApplication)
            implements AutoCloseable {
        static Side start(DatabaseKind kind, String name) {
            SandboxServer server = Sandbox.start(kind, SandboxOptions.defaults(), Progress.SILENT);
            DatabaseSettings direct = server.freshDatabase(name);
            return new Side(server, direct, FaultProxy.before(direct), FaultProxy.before(direct));
        }

        Connection open() {
            return Connections.open(direct, new Properties());
        }

        /** The rows of a query, each as its columns joined by {@code |}. */
        List<String> rows(String query) throws SQLException {
            try (Connection connection = open();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        cells.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(String.join("|", cells));
                }
                return rows;
            }
        }

        void execute(List<String> statements) throws SQLException {
            try (Connection connection = open();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        @Override
        public void close() {
            ofFicus.close();
            ofApplication.close();
            server.close();
        }
    }

    private final Side mysql = Side.start(DatabaseKind.MYSQL, "legacy");
    private final Side postgres = Side.start(DatabaseKind.POSTGRES, "primary");

    Side mysql() {
        return mysql;
    }

    Side postgres() {
        return postgres;
    }

    String description() {
        return mysql.server().description() + "; " + postgres.server().description();
    }

    @Override
    public void close() {
        mysql.close();
        postgres.close();
    }
}
