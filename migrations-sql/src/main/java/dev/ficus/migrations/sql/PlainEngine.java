package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.ToolVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Runs plain SQL files. Liquibase is not loaded for them. */
record PlainEngine(Connection connection) implements ChangeEngine {

    @Override
    public List<String> texts(SqlChange change, Direction direction) {
        return direction == Direction.UP
                ? plain(change).statements()
                : plain(change).back().orElseThrow().statements();
    }

    @Override
    public boolean reversible(SqlChange change) {
        return plain(change).back().isPresent();
    }

    @Override
    public ChangeLogRow row(SqlChange change) {
        return new ChangeLogRow(
                Optional.empty(), "EXECUTED", "sql", "", "", "", Optional.empty(), ToolVersion.current());
    }

    @Override
    public Optional<ChangeLogRow> run(SqlChange change, StatementLog log, boolean goesOn) throws SQLException {
        send(texts(change, Direction.UP), log);
        return Optional.of(row(change));
    }

    @Override
    public void undo(SqlChange change, StatementLog log) throws SQLException {
        send(texts(change, Direction.DOWN), log);
    }

    private void send(List<String> texts, StatementLog log) throws SQLException {
        for (String text : texts) {
            try (Statement statement = connection.createStatement()) {
                log.run(text, () -> statement.execute(text));
            } catch (SQLException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static PlainFile plain(SqlChange change) {
        return (PlainFile) change.body();
    }
}
