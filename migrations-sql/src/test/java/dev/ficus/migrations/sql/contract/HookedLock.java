package dev.ficus.migrations.sql.contract;

import dev.ficus.migrations.sql.HistoryLock;
import dev.ficus.migrations.sql.LockHolder;
import dev.ficus.migrations.sql.SqlDialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Calls the test where a run makes sure of its lock, which is when it has read the record and before each change. */
record HookedLock(HistoryLock lock, Runnable hook) implements HistoryLock {

    /** The dialect, whose locks are replaced and hooked. */
    static SqlDialect dialect(SqlDialect real, UnaryOperator<HistoryLock> locks, Runnable hook) {
        return (SqlDialect) Proxy.newProxyInstance(
                SqlDialect.class.getClassLoader(), new Class<?>[] {SqlDialect.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof HistoryLock lock ? new HookedLock(locks.apply(lock), hook) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        return lock.tryAcquire();
    }

    @Override
    public boolean isHeld() throws SQLException {
        hook.run();
        return lock.isHeld();
    }

    @Override
    public void sign() throws SQLException {
        lock.sign();
    }

    @Override
    public Optional<LockHolder> holder() throws SQLException {
        return lock.holder();
    }

    @Override
    public void end(LockHolder holder) throws SQLException {
        lock.end(holder);
    }

    @Override
    public void close() {
        lock.close();
    }
}
