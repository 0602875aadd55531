package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The fence of a domain in PostgreSQL: on each table the statement trigger {@code ficus_fence}, which refuses INSERT,
 * UPDATE, DELETE and TRUNCATE unless the session has set {@code ficus.applier} to the domain. It is an ALWAYS trigger, so
 * it holds for sessions in the role {@code replica} too.
 *
 * <p>Once {@link #take} has committed, no transaction that wrote to a table before is still open: the change of a trigger
 * needs the lock SHARE ROW EXCLUSIVE, which waits for every writer. And because a trigger is part of the table's
 * definition, which is read anew when a statement locks the table, a REPEATABLE READ transaction that is older than the
 * fence meets it like any other; a condition on a row of the control schema would be judged by its old snapshot.
 *
 * <p>Autovacuum holds a lock that conflicts, and yields only to somebody who has waited for {@code deadlock_timeout}. So
 * the tables are reserved first, by a lock that autovacuum respects and the application does not notice, and only then
 * locked against writers, each attempt for half a second.
 */
public final class PostgresFence {
    /**
     * The condition, in PL/pgSQL and SQL, that is true in the sessions in which Ficus copies and applies. A trigger that
     * is ENABLE ALWAYS, or must not rely on the role {@code replica}, leaves by it what was done on MySQL already. It
     * needs nothing of Ficus in the database.
     */
    public static final String ADMITTED = "coalesce(current_setting('ficus.applier', true), '') <> ''";

    private static final String REFUSED = "FCFN1";
    private static final Duration GAP = Duration.ofMillis(200);

    private final Connection connection;
    private final String domain;
    private final List<Table> tables;

    public PostgresFence(Connection connection, String domain, List<Table> tables) {
        this.connection = connection;
        this.domain = domain;
        this.tables = List.copyOf(tables);
    }

    /** Lets this session write to the fenced tables of a domain, until it ends. */
    public static void admit(Connection connection, String domain) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('ficus.applier', ?, false)")) {
            statement.setString(1, domain);
            statement.execute();
        }
    }

    /** True where a server error is the refusal of a fence. */
    public static boolean refused(SQLException e) {
        return REFUSED.equals(e.getSQLState());
    }

    /**
     * Fences all tables in one transaction of its own; the connection must not be inside one, and is in auto-commit mode
     * afterwards. Tables that are fenced already stay as they are.
     *
     * @throws FicusException TIMED_OUT where transactions of the application kept a table for that long
     */
    public void take(Patience patience) {
        try {
            while (!attempt()) {
                if (patience.over()) {
                    throw PostgresBlockers.timedOut(connection, tables, domain, patience.timeout());
                }
                patience.nap(GAP);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Lifts the fence inside the caller's transaction, so that it commits together with the journal. Waits for at most
     * ten seconds for each lock; nothing waits where the caller has called {@link #reserve} before.
     */
    public void lift() throws SQLException {
        execute("SET LOCAL lock_timeout = '10s'");
        Set<String> marked = withTrigger("t.tgenabled <> 'D'");
        for (Table table : tables) {
            if (marked.contains(table.name())) {
                execute("ALTER TABLE " + table.postgresName() + " DISABLE TRIGGER ficus_fence");
            }
        }
    }

    /**
     * Keeps autovacuum and changes of structure away from the tables until the caller's transaction ends. Readers and
     * writers do not notice.
     */
    public void reserve() throws SQLException {
        execute("SET LOCAL lock_timeout = '5s'");
        String names = tables.stream().map(Table::postgresName).collect(Collectors.joining(", "));
        execute("LOCK TABLE " + names + " IN SHARE UPDATE EXCLUSIVE MODE");
    }

    /** The tables that refuse writes, by name. */
    public Set<String> present() throws SQLException {
        return withTrigger("t.tgenabled = 'A'");
    }

    private boolean attempt() throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (present().size() < tables.size()) {
                reserve();
                execute("SET LOCAL lock_timeout = '500ms'");
                enable(withTrigger("true"));
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            if (!SqlFailures.lockWait(e)) {
                throw e;
            }
            return false;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void enable(Set<String> created) throws SQLException {
        for (Table table : tables) {
            if (!created.contains(table.name())) {
                execute("CREATE TRIGGER ficus_fence BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "
                        + table.postgresName() + " FOR EACH STATEMENT EXECUTE FUNCTION ficus.fence('" + domain + "')");
            }
            execute("ALTER TABLE " + table.postgresName() + " ENABLE ALWAYS TRIGGER ficus_fence");
        }
    }

    private Set<String> withTrigger(String condition) throws SQLException {
        String sql = "SELECT 1 FROM pg_trigger t WHERE t.tgrelid = to_regclass(?) AND t.tgname = 'ficus_fence' AND "
                + condition;
        Set<String> names = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Table table : tables) {
                statement.setString(1, table.postgresName());
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        names.add(table.name());
                    }
                }
            }
        }
        return names;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private FicusException failure(SQLException e) {
        return SqlFailures.onStatement(
                e, "fence of domain " + domain + " in PostgreSQL", ErrorCode.SERVER_BUSY, "run the command again");
    }
}
