package dev.ficus.migrations.sql;

import dev.ficus.core.history.ToolVersion;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.change.CheckSum;

/**
 * Liquibase's own DATABASECHANGELOG, which this history goes on with. A change that was recorded under another path is
 * found by its id and author, and its row gets the path that the file has here.
 */
record LiquibaseRecord(SqlDialect dialect) implements ForeignRecord {

    @Override
    public String table() {
        return dialect.changeLogTable();
    }

    @Override
    public Takeover read(Connection connection, Comparison comparison) {
        Takeover takeover = new Takeover();
        Set<ChangeKey> taken = new HashSet<>();
        comparison.record().forEach(row -> taken.add(row.key()));
        for (RecordedChange row : comparison.record()) {
            Optional<SqlChange> same = comparison.change(row.key());
            if (same.isPresent()) {
                adopt(row, same.get(), takeover);
            } else if (row.checksum().isEmpty()) {
                elsewhere(row, comparison, taken, takeover);
            }
        }
        return takeover;
    }

    private static void elsewhere(RecordedChange row, Comparison comparison, Set<ChangeKey> taken, Takeover takeover) {
        List<SqlChange> all = comparison.changes().stream()
                .filter(change -> change.id().equals(row.key().id())
                        && change.key().author().equals(row.key().author()))
                .filter(change -> !taken.contains(change.key()))
                .toList();
        List<SqlChange> near = all.stream()
                .filter(change -> name(change.key()).equals(name(row.key())))
                .toList();
        List<SqlChange> found = all.size() > 1 ? near : all;
        if (found.size() == 1) {
            taken.add(found.get(0).key());
            adopt(row, found.get(0), takeover);
        } else {
            String what = all.isEmpty() ? "no file has it" : all.size() + " files may have it";
            takeover.refuse(
                    describe(row.key()) + " ran there, and here " + what,
                    all.isEmpty()
                            ? "copy its file into the directory of the history"
                            : "give the files the names that they had when they ran");
        }
    }

    private static void adopt(RecordedChange row, SqlChange change, Takeover takeover) {
        Optional<CheckSum> md5 = row.md5().map(CheckSum::parse);
        boolean mayDiffer = change.body().always() || change.body().onChange();
        if (!mayDiffer
                && row.checksum().isEmpty()
                && md5.isPresent()
                && !change.body().changeSet().isCheckSumValid(md5.get())) {
            takeover.refuse(
                    describe(row.key()) + " is not what ran there: Liquibase's checksum is " + md5.get(),
                    "restore " + change.key().file() + " as it ran");
            return;
        }
        RunRecord run = new RunRecord(
                Optional.of(row.ranAt()),
                row.millis(),
                row.ranBy(),
                row.toolVersion().orElse("Liquibase") + ", taken over by " + ToolVersion.current());
        takeover.adopt(new Takeover.Adopted(change, run, Optional.of(row.key())));
    }

    private static String name(ChangeKey key) {
        return key.file().substring(key.file().lastIndexOf('/') + 1);
    }

    private static String describe(ChangeKey key) {
        return key.file() + "::" + key.id() + "::" + key.author();
    }
}
