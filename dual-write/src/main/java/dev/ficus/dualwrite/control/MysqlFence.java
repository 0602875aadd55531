package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The fence of a domain in MySQL: on each table one trigger BEFORE INSERT, UPDATE and DELETE that refuses the row unless
 * the session has set {@code @ficus_applier} to the domain. It holds for every user and survives reconnects and restarts.
 *
 * <p>Once {@link #take} has returned, no transaction that wrote to a table before is still open: CREATE TRIGGER needs the
 * exclusive metadata lock of its table, and a transaction holds a metadata lock on each table that it has used until it
 * ends (manual, "Metadata Locking"). So a position of the binlog that is read afterwards lies behind all of them.
 *
 * <p>A waiting request for that lock holds up every later user of the table. So each attempt waits one second at most,
 * the smallest {@code lock_wait_timeout}, and then lets the application through before it tries again.
 *
 * <p>MySQL commits each statement of this by itself. A crash leaves a part of the triggers, which refuse writes; taking
 * or lifting again completes it. A fence of another epoch is replaced trigger by trigger, the new one first, so that no
 * table is open in between.
 *
 * <p>The triggers do not see TRUNCATE, nor rows that a foreign key of a table outside the domain cascades to.
 */
public final class MysqlFence {
    private static final String PREFIX = "ficus_fence_";
    private static final int LONGEST_NAME = 64;
    private static final int NO_SUCH_TRIGGER = 1360;
    private static final int BINLOG_RIGHT = 1419;
    private static final Duration GAP = Duration.ofMillis(200);

    private final Connection connection;
    private final String domain;
    private final List<Table> tables;
    private BiConsumer<Table, Integer> onWait = (table, attempt) -> {};

    /** Works on this connection, in auto-commit mode. */
    public MysqlFence(Connection connection, String domain, List<Table> tables) {
        this.connection = connection;
        this.domain = domain;
        this.tables = List.copyOf(tables);
    }

    /** Lets this session write to the fenced tables of a domain, until it ends. */
    public static void admit(Connection connection, String domain) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SET @ficus_applier = ?")) {
            statement.setString(1, domain);
            statement.execute();
        }
    }

    /** True where a server error is the refusal of a fence. */
    public static boolean refused(SQLException e) {
        String message = e.getMessage();
        return "45000".equals(e.getSQLState()) && message != null && message.contains("ficus fence: ");
    }

    /** Calls this after each attempt that ended in waiting for a transaction of the application. */
    public MysqlFence onWait(BiConsumer<Table, Integer> listener) {
        this.onWait = listener;
        return this;
    }

    /**
     * Fences all tables; those that are fenced for this epoch already stay as they are.
     *
     * @param owner the side that takes the writes, for the refusal's text
     * @param epoch of the domain from now on, likewise
     * @throws FicusException TIMED_OUT naming the transactions that stand in the way; RIGHT_MISSING. The fence may then
     *     be there in part
     */
    public void take(Owner owner, long epoch, Patience patience) {
        try {
            for (Table table : tables) {
                take(table, owner, epoch, patience);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Removes the fence from all tables. @throws FicusException as {@link #take} does */
    public void lift(Patience patience) {
        try {
            for (Table table : tables) {
                for (String trigger : triggers(table)) {
                    drop(table, trigger, patience);
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The tables that refuse inserts, updates and deletes, by name. */
    public Set<String> present() {
        return withTriggers(FenceEvent.values().length);
    }

    /** The tables on which any trigger of the fence is left, by name. */
    public Set<String> traces() {
        return withTriggers(1);
    }

    private Set<String> withTriggers(int atLeast) {
        try {
            Set<String> names = new TreeSet<>();
            for (Table table : tables) {
                long events = triggers(table).stream()
                        .map(trigger -> trigger.charAt(PREFIX.length()))
                        .distinct()
                        .count();
                if (events >= atLeast) {
                    names.add(table.name());
                }
            }
            return names;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void take(Table table, Owner owner, long epoch, Patience patience) throws SQLException {
        List<String> before = triggers(table);
        List<String> wanted = new ArrayList<>();
        for (FenceEvent event : FenceEvent.values()) {
            String name = triggerName(event, epoch, table);
            wanted.add(name);
            if (!before.contains(name)) {
                retried(table, create(name, event, table, owner, epoch), patience);
            }
        }
        for (String trigger : before) {
            if (!wanted.contains(trigger)) {
                drop(table, trigger, patience);
            }
        }
    }

    private String create(String name, FenceEvent event, Table table, Owner owner, long epoch) {
        String message = "ficus fence: domain " + domain + " is owned by " + owner.word() + " (epoch " + epoch + ")";
        return "CREATE TRIGGER " + qualified(table, name) + " BEFORE " + event + " ON " + table.mysqlName()
                + " FOR EACH ROW BEGIN IF NOT (@ficus_applier <=> '" + domain + "') THEN"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '" + message + "'; END IF; END";
    }

    private void drop(Table table, String trigger, Patience patience) throws SQLException {
        try {
            retried(table, "DROP TRIGGER " + qualified(table, trigger), patience);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_TRIGGER) {
                throw e;
            }
        }
    }

    private void retried(Table table, String sql, Patience patience) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout = 1");
            for (int attempt = 1; ; attempt++) {
                try {
                    statement.execute(sql);
                    return;
                } catch (SQLException e) {
                    if (!SqlFailures.lockWait(e)) {
                        throw e;
                    }
                    if (patience.over()) {
                        throw MysqlBlockers.timedOut(connection, table, domain, patience.timeout(), e);
                    }
                    onWait.accept(table, attempt);
                    patience.nap(GAP);
                }
            }
        }
    }

    private List<String> triggers(Table table) throws SQLException {
        String sql = "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ?"
                + " AND event_object_table = ? AND trigger_name LIKE 'ficus\\_fence\\_%' ORDER BY trigger_name";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.database());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    /** Such as {@code ficus_fence_i_7_orders}; a name that would be too long ends in a checksum of the table's name. */
    static String triggerName(FenceEvent event, long epoch, Table table) {
        String name = PREFIX + event.letter() + "_" + epoch + "_" + table.name();
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        String checksum =
                String.format(java.util.Locale.ROOT, "_%08x", table.name().hashCode());
        return name.substring(0, LONGEST_NAME - checksum.length()) + checksum;
    }

    private static String qualified(Table table, String trigger) {
        return Quoted.mysql(table.database()) + "." + Quoted.mysql(trigger);
    }

    private FicusException failure(SQLException e) {
        if (e.getErrorCode() == BINLOG_RIGHT) {
            return new FicusException(
                    ErrorCode.RIGHT_MISSING,
                    "MySQL lets this user create no trigger while the binlog is on",
                    "fence of domain " + domain,
                    "run as an administrator of MySQL: SET GLOBAL log_bin_trust_function_creators = 1",
                    e);
        }
        return SqlFailures.onStatement(
                e, "fence of domain " + domain + " in MySQL", ErrorCode.SERVER_BUSY, "run the command again");
    }
}
