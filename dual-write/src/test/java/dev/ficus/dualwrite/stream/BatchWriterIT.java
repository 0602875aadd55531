package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The merged form against the row by row form, on both targets. */
class BatchWriterIT {
    private static final String ROWS = "SELECT a, b, u, v FROM t ORDER BY a, b";

    private StranglerFixture fixture;
    private Table table;
    private DomainSettings domain;
    private ApplyConnection target;
    private BatchWriter writer;

    @BeforeEach
    void makeTables() {
        fixture = StranglerFixture.fresh();
        fixture.mysql("CREATE TABLE t (a INT NOT NULL, b VARCHAR(9) NOT NULL, u INT UNIQUE, v TEXT, PRIMARY KEY (a, b))"
                + " CHARACTER SET utf8mb4");
        fixture.postgres("CREATE TABLE t (a integer, b varchar(9), u integer UNIQUE, v text, PRIMARY KEY (a, b))");
        table = fixture.tables("t").get(0);
        domain = fixture.register(StranglerFixture.domain("batch"), "t");
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        target.close();
    }

    @ParameterizedTest
    @EnumSource
    void mergedBatchesLeaveWhatTheSourceHas(Direction direction) throws SQLException {
        open(direction);
        Random sizes = new Random(5);
        for (int keys : new int[] {2, 10, 500}) {
            RandomChanges source = new RandomChanges(table, keys, keys);
            clear();
            for (int batch = 0; batch < 25; batch++) {
                apply(source.next(1 + sizes.nextInt(300)), true);
                assertThat(rows(direction)).as("%s keys, batch %s", keys, batch).isEqualTo(source.rows());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchOverACopyThatHoldsItAlreadyLeavesTheSameRows(Direction direction) throws SQLException {
        open(direction);
        for (int keys : new int[] {3, 100}) {
            RandomChanges source = new RandomChanges(table, keys, keys).whole();
            List<RowChange> changes = source.next(400);
            clear();
            apply(changes, true);
            apply(changes, false);
            assertThat(rows(direction)).as("%s keys", keys).isEqualTo(source.rows());
        }
    }

    @ParameterizedTest
    @EnumSource
    void mergedFormStopsAtWhateverTheRowByRowFormStopsAt(Direction direction) throws SQLException {
        open(direction);
        int stopped = 0;
        for (int seed = 0; seed < 40; seed++) {
            RandomChanges source = new RandomChanges(table, seed, 12);
            clear();
            apply(source.next(60), true);
            List<RowChange> changes = source.next(40);
            damage(seed, changes.get(new Random(seed).nextInt(changes.size())).key());
            String rowByRow = failure(changes, true);
            String merged = failure(changes, false);
            assertThat(merged).as("seed %s", seed).isEqualTo(rowByRow);
            stopped += merged.isEmpty() ? 0 : 1;
        }
        assertThat(stopped).as("some of the damage is found").isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void swapOfUniqueValuesIsAppliedRowByRow(Direction direction) throws SQLException {
        open(direction);
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            changes.add(new RowChange.Insert(table, row(i, i)));
        }
        apply(changes, true);
        changes.clear();
        for (int i = 0; i < 40; i += 2) {
            changes.add(update(i, 1000));
            changes.add(update(i + 1, i));
            changes.add(update(i, i + 1));
        }
        apply(changes, true);
        assertThat(rows(direction)).contains("0|k|1|x", "1|k|0|x", "38|k|39|x", "39|k|38|x");
        assertThat(writer.rowsMerged())
                .as("the inserts alone; the swaps do not fit in the merged form")
                .isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource
    void changesWithoutConflictAllGoMerged(Direction direction) throws SQLException {
        open(direction);
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            changes.add(new RowChange.Insert(table, row(i, i)));
            changes.add(update(i, 1000 + i));
            changes.add(new RowChange.Insert(table, row(1000 + i, 2000 + i)));
            changes.add(new RowChange.Delete(table, Row.of("" + (1000 + i), "k")));
        }
        apply(changes, true);
        changes.clear();
        for (int i = 0; i < 300; i++) {
            changes.add(i % 3 == 0 ? new RowChange.Delete(table, Row.of("" + i, "k")) : update(i, 3000 + i));
        }
        apply(changes, true);
        assertThat(writer.rowsMerged()).isEqualTo(1_500);
        assertThat(rows(direction)).hasSize(200).contains("299|k|3299|x");
    }

    @ParameterizedTest
    @EnumSource
    void chainOfUniqueValuesMovesOn(Direction direction) throws SQLException {
        open(direction);
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            changes.add(new RowChange.Insert(table, row(i, i)));
        }
        apply(changes, true);
        changes.clear();
        for (int i = 39; i >= 0; i--) {
            changes.add(update(i, i + 1));
        }
        apply(changes, true);
        assertThat(rows(direction)).hasSize(40).contains("0|k|1|x", "39|k|40|x");
    }

    @ParameterizedTest
    @EnumSource
    void keysThatMysqlHoldsEqualFollowEachOther(Direction direction) throws SQLException {
        open(direction);
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            changes.add(new RowChange.Insert(table, Row.of("" + i, "a", null, "x")));
            changes.add(new RowChange.Update(table, Row.of("" + i, "a"), Row.of("" + i, "A", null, "y")));
            changes.add(new RowChange.Delete(table, Row.of("" + i, "A")));
            changes.add(new RowChange.Insert(table, Row.of("" + i, "a", null, "z")));
            changes.add(new RowChange.Update(table, Row.of("" + i, "a"), Row.of("" + i, "A", null, "end")));
        }
        apply(changes, true);
        assertThat(rows(direction)).hasSize(20).contains("0|A|~|end", "19|A|~|end");
    }

    @ParameterizedTest
    @EnumSource
    void ghostOfARowThatCameAndWentIsDivergence(Direction direction) throws SQLException {
        open(direction);
        apply(List.of(new RowChange.Insert(table, row(7, 7))), true);
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            changes.add(new RowChange.Insert(table, row(i, 100 + i)));
            changes.add(new RowChange.Delete(table, Row.of("" + i, "k")));
        }
        assertThatThrownBy(() -> apply(changes, true)).isInstanceOfSatisfying(FicusException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DIVERGED);
            assertThat(e.problem().what()).contains("insert of key [7, k]");
        });
    }

    @Test
    void bigTableIsReachedByItsIndexWhateverTheStatisticsSay() throws SQLException {
        fixture.postgres(
                "INSERT INTO t SELECT i, 'k', NULL, repeat('x', 50) FROM generate_series(1, 100000) i",
                "UPDATE pg_class SET reltuples = 1, relpages = 1 WHERE relname = 't'");
        open(Direction.FORWARD);
        List<RowChange> changes = new ArrayList<>();
        for (int i = 1; i <= 100_000; i += 50) {
            changes.add(i % 4 == 1 ? new RowChange.Delete(table, Row.of("" + i, "k")) : update(i, i));
        }
        String read = "SELECT seq_tup_read, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 't'";
        write(changes, true);
        try (Statement statement = target.connection().createStatement();
                ResultSet row = statement.executeQuery(read)) {
            row.next();
            assertThat(row.getLong(1)).as("rows read without an index").isZero();
            assertThat(row.getLong(2)).as("looks into the index").isGreaterThanOrEqualTo(changes.size());
        }
        assertThat(writer.rowsMerged()).isEqualTo(changes.size());
        target.connection().rollback();
    }

    @Test
    void userWithoutTheRightToTemporaryTablesWritesRowByRow() throws SQLException {
        open(Direction.FORWARD);
        try (Statement statement = target.connection().createStatement()) {
            statement.execute("CREATE ROLE " + domain.name() + "; GRANT ALL ON t TO " + domain.name()
                    + "; REVOKE TEMPORARY ON DATABASE \"" + target.connection().getCatalog()
                    + "\" FROM PUBLIC; SET ROLE "
                    + domain.name());
            target.connection().commit();
            List<RowChange> changes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                changes.add(new RowChange.Insert(table, row(i, i)));
            }
            apply(changes, true);
            apply(
                    changes.stream()
                            .<RowChange>map(change -> new RowChange.Delete(
                                    table,
                                    Row.of(((RowChange.Insert) change).after().value(0), "k")))
                            .toList(),
                    true);
            assertThat(rows(Direction.FORWARD)).isEmpty();
            statement.execute("RESET ROLE; DROP OWNED BY " + domain.name() + "; DROP ROLE " + domain.name());
            target.connection().commit();
        }
    }

    private void open(Direction direction) {
        target = ApplyConnection.open(fixture.strangler(domain), domain.name(), direction, List.of(table), Safeties.ALL)
                .orElseThrow();
        writer = new BatchWriter(target, Misfits.STOP);
    }

    private void clear() throws SQLException {
        try (Statement statement = target.connection().createStatement()) {
            statement.execute("DELETE FROM " + target.dialect().name(table));
        }
        target.connection().commit();
    }

    private void write(List<RowChange> changes, boolean strict) throws SQLException {
        PieceCutter cutter = new PieceCutter(target.tables(), target.pieceBytes(), writer::write);
        for (RowChange change : changes) {
            cutter.add(change, strict);
        }
        cutter.end();
    }

    private void apply(List<RowChange> changes, boolean strict) throws SQLException {
        try {
            write(changes, strict);
            target.connection().commit();
            writer.committed();
        } catch (FicusException | SQLException e) {
            target.connection().rollback();
            writer.rolledBack();
            throw e;
        }
    }

    /** What the changes fail with, without a trace in the target; empty where they pass. */
    private String failure(List<RowChange> changes, boolean rowByRow) throws SQLException {
        try (ChangeWriter single = new ChangeWriter(target.connection(), target.dialect())) {
            TargetTable prepared = new TargetTable(table, target.dialect());
            if (!rowByRow) {
                write(changes, true);
                return "";
            }
            for (RowChange change : changes) {
                single.write(prepared, change, true);
                single.flush();
            }
            return "";
        } catch (FicusException e) {
            return e.problem().what();
        } finally {
            target.connection().rollback();
            writer.rolledBack();
        }
    }

    /** Takes the row of that key away, or puts one there. */
    private void damage(int seed, Row key) throws SQLException {
        try (Statement statement = target.connection().createStatement()) {
            String name = target.dialect().name(table);
            String where = " WHERE a = " + key.value(0) + " AND b = '" + key.value(1) + "'";
            if (statement.executeUpdate("DELETE FROM " + name + where) == 0) {
                statement.execute(
                        "INSERT INTO " + name + " (a, b) VALUES (" + key.value(0) + ", '" + key.value(1) + "')");
            }
        }
        target.connection().commit();
    }

    private RowChange update(int key, int unique) {
        return new RowChange.Update(table, Row.of("" + key, "k"), row(key, unique));
    }

    private static Row row(int key, int unique) {
        return Row.of("" + key, "k", "" + unique, "x");
    }

    private List<String> rows(Direction direction) {
        return direction == Direction.FORWARD ? fixture.postgresRows(ROWS) : fixture.mysqlRows(ROWS);
    }
}
