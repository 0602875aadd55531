package dev.ficus.migrations.sql.drift;

import dev.ficus.core.drift.SchemaObject;
import dev.ficus.core.drift.SchemaObject.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads objects by queries whose columns are type, name, type and name of what it is inside, and definition. */
public final class Catalog {
    private Catalog() {}

    /**
     * @param definition makes the text of a definition independent of the name of the database
     * @param parameters of each of the queries
     */
    public static List<SchemaObject> read(
            Connection connection, List<String> queries, UnaryOperator<String> definition, Object... parameters)
            throws SQLException {
        List<SchemaObject> objects = new ArrayList<>();
        for (String query : queries) {
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        objects.add(object(rows, definition));
                    }
                }
            }
        }
        return objects;
    }

    private static SchemaObject object(ResultSet row, UnaryOperator<String> definition) throws SQLException {
        String outer = row.getString(4);
        Optional<Key> inside = outer == null ? Optional.empty() : Optional.of(new Key(row.getString(3), outer));
        Key key = new Key(row.getString(1), row.getString(2));
        String text = row.getString(5);
        if (text == null) {
            throw new SQLException(
                    "permission denied to read the definition of " + key.type() + " " + key.name(), "42501");
        }
        return new SchemaObject(key, inside, definition.apply(text));
    }
}
