package dev.ficus.migrations.mysql;

import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.mysql.lint.MysqlLint;
import dev.ficus.migrations.sql.contract.LintPagesContract;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LintPagesTest extends LintPagesContract {
    @Override
    protected String prefix() {
        return "MY";
    }

    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return MysqlHistory.open(database);
    }

    @Override
    protected List<LintRule> rules() {
        try {
            return MysqlLint.linter(Optional.empty()).rules();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
