package dev.ficus.migrations.mysql.lint;

import dev.ficus.core.history.MigrationPlan.ObjectLock;
import dev.ficus.core.history.MigrationPlan.StatementEffect;
import dev.ficus.migrations.sql.StatementEffects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Algorithms and estimates of one statement. Asks the catalog and EXPLAIN; never runs the statement. */
final class MysqlEffects implements StatementEffects {
    private static final String ROWS = "row locks";
    private static final String ROWS_MEANING = "reads go on, and writers of the same rows wait until the change ends";

    private final Connection connection;
    private final MysqlServer server;
    private final MysqlCatalog catalog;
    private final InformedReader reader;

    MysqlEffects(Connection connection, MysqlServer server) {
        this.connection = connection;
        this.server = server;
        this.catalog = new MysqlCatalog(Optional.of(connection));
        this.reader = new InformedReader(server, catalog);
    }

    @Override
    public StatementEffect of(String statement) throws SQLException {
        Optional<List<MysqlAction>> actions = reader.read(statement);
        return actions.isEmpty()
                ? StatementEffect.UNKNOWN
                : new StatementEffect(locks(actions.get()), rows(statement, actions.get()), true);
    }

    private List<ObjectLock> locks(List<MysqlAction> actions) {
        Map<String, ObjectLock> locks = new LinkedHashMap<>();
        Optional<Course> course = Course.of(actions, server, false);
        for (MysqlAction action : actions) {
            String object = action.kind() + " " + action.name();
            if (action.operation().writesRows()) {
                locks.put(object, new ObjectLock(object, ROWS, ROWS_MEANING));
            } else if (action.operation().way(server).isPresent() && course.isPresent()) {
                Way way = course.get().taken();
                locks.put(object, new ObjectLock(object, way.mode(), way.meaning()));
            }
        }
        return List.copyOf(locks.values());
    }

    private OptionalLong rows(String statement, List<MysqlAction> actions) throws SQLException {
        boolean data = actions.stream().anyMatch(action -> action.operation().writesRows());
        if (data) {
            return explained(statement);
        }
        boolean works = Course.of(actions, server, false)
                .filter(course -> course.taken() != Way.INSTANT && course.taken() != Way.EXCLUSIVE)
                .isPresent();
        if (!works) {
            return OptionalLong.empty();
        }
        return catalog.size(actions.get(0).name())
                .map(size -> OptionalLong.of(size.rows()))
                .orElse(OptionalLong.empty());
    }

    /** The optimizer's estimate; none where what the statement needs is made by the changes before it. */
    private OptionalLong explained(String statement) throws SQLException {
        try (Statement question = connection.createStatement();
                ResultSet plan = question.executeQuery("EXPLAIN FORMAT=TRADITIONAL " + statement)) {
            long most = 0;
            boolean said = false;
            while (plan.next()) {
                long rows = plan.getLong("rows");
                said |= !plan.wasNull();
                most = Math.max(most, rows);
            }
            return said ? OptionalLong.of(most) : OptionalLong.empty();
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("42")) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
