package dev.ficus.dualwrite.scan;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Counts the values that PostgreSQL cannot hold, table by table, in chunks along the primary key. A table is read once
 * for all of its columns; one without a column that can hold such a value is not read at all. Each chunk is a
 * transaction of its own, so that nothing is held up. Reads only; used by one thread.
 */
public final class ValueScan {
    private final Connection mysql;
    private final List<Table> tables;
    private final ScanOptions options;
    private final Progress progress;
    private final Throttle throttle;
    private final Predicate<Suspect> wanted;

    private ValueScan(
            Connection mysql,
            List<Table> tables,
            ScanOptions options,
            Progress progress,
            StopSignal stop,
            Predicate<Suspect> wanted) {
        this.wanted = wanted;
        this.mysql = mysql;
        this.tables = tables;
        this.options = options;
        this.progress = progress;
        this.throttle = new Throttle(mysql, options, stop);
    }

    /**
     * Scans on this connection, which must be in auto-commit mode.
     *
     * @throws FicusException INTERRUPTED where the user asked to stop; VALUE_NOT_CONVERTIBLE where the server could not
     *     evaluate a condition; CONNECTION_LOST, RIGHT_MISSING
     */
    public static ScanReport run(
            Connection mysql, List<Table> tables, ScanOptions options, Progress progress, StopSignal stop) {
        return new ValueScan(mysql, tables, options, progress, stop, suspect -> true).run();
    }

    /**
     * As {@link #run}, where a copy follows that meets every value: only the references are looked at in all rows, for
     * they come up when the foreign keys are built again, after the copy.
     */
    public static ScanReport beforeCopy(
            Connection mysql, List<Table> tables, ScanOptions options, Progress progress, StopSignal stop) {
        if (options.none() || options.rowsPerTable().isEmpty()) {
            return run(mysql, tables, options, progress, stop);
        }
        ScanReport values =
                new ValueScan(mysql, tables, options, progress, stop, suspect -> !suspect.isReference()).run();
        ScanOptions all = options.limitedTo(OptionalLong.empty());
        ScanReport references = new ValueScan(mysql, tables, all, progress, stop, Suspect::isReference).run();
        List<FoundValues> found = new ArrayList<>(values.found());
        found.addAll(references.found());
        return new ScanReport(found, values.tables());
    }

    private ScanReport run() {
        List<FoundValues> found = new ArrayList<>();
        List<ScanReport.Scanned> scanned = new ArrayList<>();
        for (Table table : tables) {
            try {
                scanned.add(scan(table, found));
            } catch (SQLException e) {
                throw SqlFailures.onStatement(
                        e,
                        "scan of table " + table.name(),
                        ErrorCode.VALUE_NOT_CONVERTIBLE,
                        "report it with the column types of the table; --scan-rows none leaves the scan out");
            }
        }
        return new ScanReport(found, scanned);
    }

    private ScanReport.Scanned scan(Table table, List<FoundValues> found) throws SQLException {
        List<Suspect> suspects =
                Suspect.of(table, tables).stream().filter(wanted).toList();
        if (suspects.isEmpty()) {
            return new ScanReport.Scanned(table.name(), 0, true);
        }
        if (options.none()) {
            return new ScanReport.Scanned(table.name(), 0, false);
        }
        long estimate = estimate(table);
        KeyWalk walk = new KeyWalk(mysql, table);
        Tally tally = new Tally(mysql, table, suspects, options.values());
        boolean more = true;
        while (more && left(tally) > 0) {
            throttle.beforeChunk();
            boolean bounded = walk.next(Math.min(options.chunkRows(), left(tally)));
            tally.add(walk.condition());
            more = bounded && walk.isMore();
            report(table, tally.rows(), Math.max(estimate, tally.rows()), more);
        }
        found.addAll(tally.found());
        return new ScanReport.Scanned(table.name(), tally.rows(), !more);
    }

    private long left(Tally tally) {
        return options.rowsPerTable().orElse(Long.MAX_VALUE) - tally.rows();
    }

    private void report(Table table, long rows, long estimate, boolean more) {
        long total = Math.min(estimate, options.rowsPerTable().orElse(Long.MAX_VALUE));
        progress.on(new ProgressEvent.Count(
                "scan of " + table.name(), rows, OptionalLong.of(more ? total : rows), "rows", throttle.state()));
    }

    /** By MySQL's statistics; only for the progress line. */
    private long estimate(Table table) throws SQLException {
        try (PreparedStatement statement = mysql.prepareStatement(
                "SELECT table_rows FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
            statement.setString(1, table.database());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
