package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A forward stream that stands before an ALTER TABLE of MySQL, everything before it being applied. Once the tables of both
 * sides are the same again, {@link #pass} moves the checkpoint behind the statement: that is the record that it is
 * accepted, so a restart does not stop at it again. A crash before that leaves the stream where it stood.
 *
 * @param before where the stream stands
 * @param behind the end of the statement
 */
record StructureStop(Checkpoint before, Position behind) {
    /**
     * Goes behind the statement; false where another process runs the stream or has moved it.
     *
     * @throws dev.ficus.core.error.FicusException TABLE_MISMATCH, TABLE_MISSING and the like while the tables differ
     */
    boolean pass(Strangler strangler, DomainSettings domain, Safeties safeties) {
        List<Table> tables = tables(strangler, domain);
        Optional<ApplyConnection> opened =
                ApplyConnection.open(strangler, domain.name(), before.direction(), tables, safeties);
        if (opened.isEmpty()) {
            return false;
        }
        try (ApplyConnection target = opened.get()) {
            return move(target.connection());
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    /** The compare-and-set of every apply, so an actor that is out of date moves nothing. */
    private boolean move(Connection target) throws SQLException {
        Optional<Checkpoint> now = Checkpoints.read(target, before.domain(), before.direction());
        boolean here = now.isPresent()
                && now.get().epoch() == before.epoch()
                && now.get().position().text().equals(before.position().text());
        if (here) {
            Checkpoints.move(target, now.get(), now.get().at(behind));
        }
        target.commit();
        return here;
    }

    /**
     * The log may show a statement a moment before the catalog does. A server holds the lock of an ALTER until both do, so
     * touching each table waits for that.
     */
    private List<Table> tables(Strangler strangler, DomainSettings domain) {
        try (Connection mysql = strangler.mysql().open();
                Connection postgres = strangler.postgres().open()) {
            for (Table table : MysqlCatalog.tables(mysql, domain)) {
                try (Statement statement = mysql.createStatement()) {
                    statement.execute("SELECT 1 FROM " + table.mysqlName() + " LIMIT 0");
                }
            }
            return PostgresCatalog.resolve(postgres, MysqlCatalog.tables(mysql, domain));
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private RuntimeException lost(SQLException e) {
        return SqlFailures.onStatement(e, "domain " + before.domain(), ErrorCode.CONNECTION_LOST, "check both servers");
    }
}
