package dev.ficus.migrations.sql.contract;

import dev.ficus.migrations.sql.HistoryLock;
import dev.ficus.migrations.sql.LockHolder;
import dev.ficus.migrations.sql.SqlDialect;
import java.util.Optional;

/** A lock that everybody gets, for negative controls. */
record WithoutLock() implements HistoryLock {

    /** The dialect, with this lock in place of its own. */
    static SqlDialect dialect(SqlDialect real) {
        return HookedLock.dialect(real, lock -> new WithoutLock(), () -> {});
    }

    @Override
    public boolean tryAcquire() {
        return true;
    }

    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public void sign() {}

    @Override
    public Optional<LockHolder> holder() {
        return Optional.empty();
    }

    @Override
    public void end(LockHolder holder) {}

    @Override
    public void close() {}
}
