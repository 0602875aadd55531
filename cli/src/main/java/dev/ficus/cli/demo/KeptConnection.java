package dev.ficus.cli.demo;

import dev.ficus.dualwrite.route.ConnectionSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A pool of one: what it hands out does not close, so that the next transaction of the same thread uses it again. A broken
 * connection is replaced. Used by one thread, one connection at a time.
 */
final class KeptConnection implements ConnectionSource, AutoCloseable {
    private final ConnectionSource source;
    private @Nullable Connection kept;

    KeptConnection(ConnectionSource source) {
        this.source = source;
    }

    @Override
    public Connection open() throws SQLException {
        Connection open = kept;
        if (open == null || open.isClosed()) {
            open = source.open();
            kept = open;
        }
        return unclosing(open);
    }

    @Override
    public void close() throws SQLException {
        if (kept != null) {
            kept.close();
        }
    }

    private static Connection unclosing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                KeptConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private static @Nullable Object call(Connection connection, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("close")) {
            return null;
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
