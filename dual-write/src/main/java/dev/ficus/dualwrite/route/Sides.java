package dev.ficus.dualwrite.route;

import dev.ficus.dualwrite.control.Owner;
import java.sql.Connection;
import java.sql.SQLException;

/** The application's connections to both sides. */
record Sides(ConnectionSource mysql, ConnectionSource postgres) {

    Connection open(Owner side) throws SQLException {
        return switch (side) {
            case MYSQL -> mysql.open();
            case POSTGRES -> postgres.open();
        };
    }
}
