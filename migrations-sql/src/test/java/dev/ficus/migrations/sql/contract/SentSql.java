package dev.ficus.migrations.sql.contract;

import dev.ficus.core.settings.DatabaseSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A JDBC driver in front of the real one, which notes every statement in the words in which it is sent, and which can do
 * something before a statement. Its URLs begin with {@code jdbc:sent:}. One at a time.
 */
public final class SentSql implements Driver, AutoCloseable {
    private static final String PREFIX = "jdbc:sent:";

    private final List<String> statements = new ArrayList<>();
    private String trigger = "";
    private Hook hook = connection -> {};

    /** Something to do once, with the real connection. */
    @FunctionalInterface
    public interface Hook {
        void run(Connection connection) throws Exception;
    }

    /** Notes what goes to connections of {@link #settings} from now on. */
    public static SentSql listen() throws SQLException {
        SentSql driver = new SentSql();
        DriverManager.registerDriver(driver);
        return driver;
    }

    /** The same database, by way of this driver. */
    public DatabaseSettings settings(DatabaseSettings database) {
        return new DatabaseSettings(
                database.name(),
                database.kind(),
                PREFIX + database.url().substring("jdbc:".length()),
                database.user(),
                database.password(),
                database.migrations());
    }

    /** Does something before the next statement that holds these words. */
    public void before(String words, Hook work) {
        trigger = words;
        hook = work;
    }

    /** All statements so far, in order. */
    public List<String> statements() {
        return List.copyOf(statements);
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Connection real = DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), info);
        return wrap(Connection.class, real, real);
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    private <T> T wrap(Class<T> type, Object real, Connection connection, String... prepared) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            note(connection, method, args, prepared);
            Object result = call(real, method, args);
            if (result instanceof CallableStatement statement && args != null) {
                return wrap(CallableStatement.class, statement, connection, String.valueOf(args[0]));
            }
            if (result instanceof PreparedStatement statement && args != null) {
                return wrap(PreparedStatement.class, statement, connection, String.valueOf(args[0]));
            }
            boolean statement = result instanceof Statement && !(result instanceof PreparedStatement);
            return statement ? wrap(Statement.class, result, connection) : result;
        }));
    }

    private void note(Connection connection, Method method, Object[] args, String... prepared) throws Exception {
        boolean runs = method.getName().startsWith("execute");
        if (runs && args != null && args.length > 0 && args[0] instanceof String sql) {
            note(connection, sql);
        } else if (runs && prepared.length > 0) {
            note(connection, prepared[0]);
        }
    }

    private void note(Connection connection, String sql) throws Exception {
        if (!trigger.isEmpty() && sql.contains(trigger)) {
            trigger = "";
            hook.run(connection);
        }
        statements.add(sql);
    }

    private static Object call(Object real, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("sent");
    }
}
