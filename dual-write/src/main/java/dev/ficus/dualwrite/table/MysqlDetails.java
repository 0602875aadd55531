package dev.ficus.dualwrite.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** Reads {@link TableDetails} from {@code information_schema.TABLES}. */
public final class MysqlDetails {
    private static final String TABLE = "SELECT table_comment, engine, table_collation, create_options"
            + " FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";

    private final Connection connection;

    public MysqlDetails(Connection connection) {
        this.connection = connection;
    }

    /** The details of a table that is there. */
    public TableDetails of(Table table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, table.database());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new TableDetails(text(row, 1), text(row, 2), text(row, 3), text(row, 4));
            }
        }
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }
}
