package dev.ficus.migrations.postgres;

import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.postgres.lint.PostgresLint;
import dev.ficus.migrations.sql.contract.LintPagesContract;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LintPagesTest extends LintPagesContract {
    @Override
    protected String prefix() {
        return "PG";
    }

    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return PostgresHistory.open(database);
    }

    @Override
    protected List<LintRule> rules() {
        try {
            return PostgresLint.linter(Optional.empty()).rules();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
