package dev.ficus.migrations.sql.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A JDBC driver in front of the real one, which halts this JVM at a statement that holds a text. Halting runs no shutdown
 * hook and closes nothing: to the server it is the same as kill -9.
 */
record HaltingDriver(Driver real, HaltPoint point, String text) implements Driver {

    /** Puts itself in front of every driver of this JVM. */
    static void install(HaltPoint point, String text) throws SQLException {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            DriverManager.deregisterDriver(driver);
            DriverManager.registerDriver(new HaltingDriver(driver, point, text));
        }
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        Connection connection = real.connect(url, info);
        return connection == null ? null : proxy(Connection.class, new Interceptor(connection));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(HaltingDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class Interceptor implements InvocationHandler {
        private final Object target;

        private Interceptor(Object target) {
            this.target = target;
        }

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
            boolean here = method.getName().startsWith("execute")
                    && arguments != null
                    && String.valueOf(arguments[0]).contains(text);
            if (here && point == HaltPoint.BEFORE) {
                Runtime.getRuntime().halt(137);
            }
            try {
                Object result = method.invoke(target, arguments);
                if (here) {
                    Runtime.getRuntime().halt(137);
                }
                return wrapped(result);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private Object wrapped(Object result) {
            if (result instanceof Statement && !(result instanceof PreparedStatement)) {
                return proxy(Statement.class, new Interceptor(result));
            }
            return result;
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return real.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return real.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return real.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return real.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return real.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
