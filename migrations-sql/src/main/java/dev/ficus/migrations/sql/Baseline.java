package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.BaselineOptions;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.history.BaselineReport.BaselinedChange;
import dev.ficus.core.history.BaselineReport.LeftOut;
import dev.ficus.core.history.ChangeReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Records changes as applied without running them, under the lock, inside {@link Engines#around}: all in one transaction.
 */
record Baseline(RunContext context, BaselineOptions options) {

    BaselineReport run(Comparison comparison) {
        List<Problem> half = comparison.halfApplied().stream()
                .map(change -> context.messages().halfApplied(change).problem())
                .toList();
        if (!half.isEmpty()) {
            throw new FicusException(half, null);
        }
        return context.withEngines(comparison.changes(), engines -> {
            Takeover takeover = takeover(comparison);
            if (!takeover.refusals().isEmpty()) {
                throw refused(takeover.refusals());
            }
            return record(engines, comparison, takeover);
        });
    }

    private Takeover takeover(Comparison comparison) throws SQLException {
        if (options.from().isPresent()) {
            return foreign(options.from().get()).read(context.connection(), comparison);
        }
        Takeover all = new Takeover();
        comparison.changes().forEach(change -> all.adopt(new Takeover.Adopted(change, RunRecord.said("baseline"))));
        return all;
    }

    private ForeignRecord foreign(BaselineOptions.OtherTool tool) throws SQLException {
        ForeignRecord foreign = switch (tool) {
            case FLYWAY -> new FlywayRecord(context.tables());
            case PRISMA -> new PrismaRecord(context.tables());
            case LIQUIBASE -> new LiquibaseRecord(context.dialect());
            case MIGRATE_MONGO ->
                throw refused(List.of(new Takeover.Refusal(
                        "migrate-mongo keeps its record in MongoDB, and this database is not one",
                        "name the database of MongoDB with --db, or another tool with --from")));
        };
        if (!context.tables().exists(context.connection(), foreign.table())) {
            throw refused(List.of(new Takeover.Refusal(
                    "there is no table " + foreign.table() + " beside the history: "
                            + tool.name().toLowerCase(Locale.ROOT) + " has recorded nothing there",
                    "check --from, and that the url leads to the schema that the other tool works in")));
        }
        return foreign;
    }

    private BaselineReport record(Engines engines, Comparison comparison, Takeover takeover) throws SQLException {
        List<LeftOut> leftOut = new ArrayList<>(takeover.leftOut());
        List<Takeover.Adopted> meant = upTo(comparison, takeover, leftOut);
        List<Takeover.Adopted> due =
                meant.stream().filter(each -> !isRecorded(each, comparison)).toList();
        context.tables().create(context.connection());
        context.checkLock();
        write(engines, due);
        List<BaselinedChange> recorded = due.stream()
                .map(each -> each.change().key())
                .map(key -> new BaselinedChange(key.id(), key.author(), key.file()))
                .toList();
        return new BaselineReport(recorded, meant.size() - due.size(), leftOut);
    }

    /** What another tool ran and lies behind the last change is told: it will look pending. */
    private List<Takeover.Adopted> upTo(Comparison comparison, Takeover takeover, List<LeftOut> leftOut) {
        if (options.to().isEmpty()) {
            return takeover.adopted();
        }
        ChangeReference to = options.to().get();
        ChangeKey last = new RepairTarget(comparison, context.messages().commands()).file(to);
        List<ChangeKey> order =
                comparison.changes().stream().map(SqlChange::key).toList();
        List<Takeover.Adopted> meant = new ArrayList<>();
        for (Takeover.Adopted each : takeover.adopted()) {
            if (order.indexOf(each.change().key()) <= order.indexOf(last)) {
                meant.add(each);
            } else if (options.from().isPresent()) {
                leftOut.add(new LeftOut(each.change().key().file(), "ran there, and comes after " + to.text()));
            }
        }
        return meant;
    }

    /** What Liquibase recorded gets a record of ours besides. */
    private static boolean isRecorded(Takeover.Adopted each, Comparison comparison) {
        return each.was().isEmpty()
                ? comparison.ranBefore(each.change())
                : comparison
                        .recorded(each.was().get())
                        .flatMap(RecordedChange::checksum)
                        .isPresent();
    }

    private void write(Engines engines, List<Takeover.Adopted> due) throws SQLException {
        Connection connection = context.connection();
        ChangeRunner runner = new ChangeRunner(engines, context.tables(), context.dialect());
        ChangeRecorder recorder = new ChangeRecorder(connection, context.tables(), context.dialect());
        connection.setAutoCommit(false);
        try {
            for (Takeover.Adopted each : due) {
                if (each.was().isEmpty()) {
                    runner.record(each.change(), false, each.run());
                } else {
                    context.tables()
                            .move(connection, each.was().get(), each.change().key());
                    recorder.recordOwn(each.change(), each.run());
                }
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private FicusException refused(List<Takeover.Refusal> refusals) {
        return new FicusException(
                refusals.stream()
                        .map(refusal -> new Problem(
                                ErrorCode.BASELINE_REFUSED,
                                refusal.what(),
                                "database " + context.database(),
                                refusal.fix() + "; nothing has been recorded"))
                        .toList(),
                null);
    }
}
