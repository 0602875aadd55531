package dev.ficus.migrations.sql.drift;

import dev.ficus.migrations.sql.drift.DriftServer.Reaches;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that looks at every statement before it is sent, whoever sends it: what would reach out of the scratch
 * database is left out or refused.
 */
public final class GuardedConnection {
    private final Reaches reaches;
    private final Consumer<String> leftOut;

    private GuardedConnection(Reaches reaches, Consumer<String> leftOut) {
        this.reaches = reaches;
        this.leftOut = leftOut;
    }

    /**
     * @param leftOut takes the words of each statement that is left out, such as {@code CREATE ROLE}
     */
    public static Connection around(Connection connection, Reaches reaches, Consumer<String> leftOut) {
        return new GuardedConnection(reaches, leftOut).guard(Connection.class, connection);
    }

    private <T> T guard(Class<T> type, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> call(target, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql && sends(method)) {
            if (!mayRun(sql)) {
                return nothing(method.getReturnType());
            }
        }
        try {
            return guarded(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean sends(Method method) {
        String name = method.getName();
        return name.startsWith("execute") || name.startsWith("prepare") || name.equals("addBatch");
    }

    private boolean mayRun(String sql) throws SQLException {
        Reach reach = reaches.of(sql);
        if (reach instanceof Reach.Elsewhere elsewhere) {
            throw new SQLException(elsewhere.why());
        }
        if (reach instanceof Reach.Server server) {
            leftOut.accept(server.what());
            return false;
        }
        return true;
    }

    /** The answer to a statement that was left out: no rows. */
    private static @Nullable Object nothing(Class<?> answer) throws SQLException {
        if (answer == boolean.class) {
            return false;
        }
        if (answer == int.class) {
            return 0;
        }
        if (answer == long.class) {
            return 0L;
        }
        if (answer == void.class) {
            return null;
        }
        throw new SQLException("the statement reaches beyond the database, and something asks for its result");
    }

    private @Nullable Object guarded(@Nullable Object result) {
        if (result instanceof CallableStatement statement) {
            return guard(CallableStatement.class, statement);
        }
        if (result instanceof PreparedStatement statement) {
            return guard(PreparedStatement.class, statement);
        }
        return result instanceof Statement statement ? guard(Statement.class, statement) : result;
    }
}
