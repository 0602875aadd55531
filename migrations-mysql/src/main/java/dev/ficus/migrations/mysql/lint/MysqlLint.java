package dev.ficus.migrations.mysql.lint;

import dev.ficus.core.history.MigrationPlan.StatementEffect;
import dev.ficus.migrations.sql.StatementEffects;
import dev.ficus.migrations.sql.lint.Linter;
import dev.ficus.migrations.sql.lint.SqlAction;
import dev.ficus.migrations.sql.lint.Tables;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** What MySQL's and MariaDB's statements do to others: for {@code lint} and for plans. */
public final class MysqlLint {
    private MysqlLint() {}

    public static Linter<?> linter(Optional<Connection> connection) {
        return new Linter<SqlAction>("MySQL", "MY", statement -> Optional.empty(), List.of(), Tables.UNKNOWN);
    }

    public static StatementEffects effects(Connection connection) {
        return statement -> StatementEffect.UNKNOWN;
    }
}
