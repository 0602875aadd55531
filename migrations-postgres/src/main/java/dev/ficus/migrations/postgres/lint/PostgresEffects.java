package dev.ficus.migrations.postgres.lint;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Locks and estimates of one statement. Asks the catalog and EXPLAIN; never runs the statement. */
final class PostgresEffects implements StatementEffects {
    private static final Pattern ROWS = Pattern.compile("rows=(\\d+)");

    private final Connection connection;
    private final PostgresCatalog catalog;
    private final InformedReader reader;

    PostgresEffects(Connection connection) {
        this.connection = connection;
        this.catalog = new PostgresCatalog(Optional.of(connection));
        this.reader = new InformedReader(catalog);
    }

    @Override
    public StatementEffect of(String statement) throws SQLException {
        Optional<List<PostgresAction>> actions = reader.read(statement);
        if (actions.isEmpty()) {
            return StatementEffect.UNKNOWN;
        }
        return new StatementEffect(locks(actions.get()), rows(statement, actions.get()), true);
    }

    /** The strongest lock on each object, in the order of the statement. */
    private static List<ObjectLock> locks(List<PostgresAction> actions) {
        Map<String, PostgresAction> strongest = new LinkedHashMap<>();
        for (PostgresAction action : actions) {
            if (action.mode().isPresent() && !action.name().isEmpty()) {
                strongest.merge(action.kind() + " " + action.name(), action, PostgresEffects::stronger);
            }
        }
        return strongest.entrySet().stream()
                .map(entry -> lock(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static PostgresAction stronger(PostgresAction one, PostgresAction other) {
        int order = one.mode().orElseThrow().compareTo(other.mode().orElseThrow());
        boolean moreWork =
                order == 0 && other.operation().work().compareTo(one.operation().work()) > 0;
        return order < 0 || moreWork ? other : one;
    }

    private static ObjectLock lock(String object, PostgresAction action) {
        LockMode mode = action.mode().orElseThrow();
        return new ObjectLock(object, mode.word(), action.operation().meaning(mode));
    }

    private OptionalLong rows(String statement, List<PostgresAction> actions) throws SQLException {
        if (actions.isEmpty()) {
            return OptionalLong.empty();
        }
        PostgresAction first = actions.get(0);
        boolean data = first.is(
                PostgresOperation.INSERT,
                PostgresOperation.UPDATE,
                PostgresOperation.UPDATE_ALL,
                PostgresOperation.DELETE,
                PostgresOperation.DELETE_ALL,
                PostgresOperation.READ,
                PostgresOperation.LOCK_ROWS);
        if (data
                && !first.tree().rule().startsWith("create")
                && !first.tree().rule().equals("copy")) {
            return explained(statement);
        }
        long most = -1;
        for (PostgresAction action : actions) {
            if (action.operation().work() != PostgresOperation.Work.BRIEF) {
                most = Math.max(
                        most,
                        catalog.size(action.name()).map(size -> size.rows()).orElse(-1L));
            }
        }
        return most < 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    /** The planner's estimate; none where what the statement needs is made by the changes before it. */
    private OptionalLong explained(String statement) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement question = connection.createStatement();
                ResultSet plan = question.executeQuery("EXPLAIN " + statement)) {
            long most = 0;
            while (plan.next()) {
                Matcher rows = ROWS.matcher(plan.getString(1));
                most = rows.find() ? Math.max(most, Long.parseLong(rows.group(1))) : most;
            }
            return OptionalLong.of(most);
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("42")) {
                return OptionalLong.empty();
            }
            throw e;
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }
}
