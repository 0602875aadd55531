package dev.ficus.cli.migrate;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.BaselineOptions;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.HistoryStatus;
import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.NewChange;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairReport;
import dev.ficus.core.history.TagReport;
import dev.ficus.core.history.UnlockReport;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A history in memory; the change named {@code broken} fails. */
final class FakeHistory implements MigrationHistory {
    private final List<String> pending;
    private final List<String> applied = new ArrayList<>();
    private boolean closed;

    FakeHistory(String... pending) {
        this.pending = List.of(pending);
    }

    boolean closed() {
        return closed;
    }

    @Override
    public HistoryStatus status() {
        return new HistoryStatus(pending.stream()
                .map(id -> new ChangeStatus(
                        id, "ana", id + ".sql", applied.contains(id) ? ChangeState.APPLIED : ChangeState.PENDING))
                .toList());
    }

    @Override
    public List<HistoryEntry> history() {
        return applied.stream()
                .map(id -> new HistoryEntry(
                        id,
                        "ana",
                        id + ".sql",
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        OptionalLong.of(12),
                        Optional.of("ana@build-7"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
    }

    @Override
    public List<HistoryProblem> validate() {
        return List.of();
    }

    @Override
    public UpReport up(UpOptions options, Progress progress, StopSignal stop) {
        options.plan().ifPresent(reviewed -> {
            if (!reviewed.equals(plan(options.planned()).hash())) {
                throw new FicusException(ErrorCode.PLAN_CHANGED, "it moved under the lock", "here", "plan again");
            }
        });
        for (String id : pending) {
            if (id.equals("broken")) {
                throw new FicusException(ErrorCode.CHANGE_FAILED, "it broke", id + ".sql", "mend it");
            }
            applied.add(id);
        }
        return new UpReport(
                applied.stream()
                        .map(id -> new UpReport.AppliedChange(id, "ana", id + ".sql", Duration.ofMillis(12)))
                        .toList(),
                Duration.ofMillis(1500));
    }

    @Override
    public MigrationPlan plan(PlanOptions options) {
        List<String> left = pending.stream().filter(id -> !applied.contains(id)).toList();
        List<MigrationPlan.PlannedChange> changes = left.stream()
                .map(id -> new MigrationPlan.PlannedChange(id, "ana", id + ".sql", true, List.of()))
                .toList();
        return new MigrationPlan(options.direction(), changes, ChangeText.sha256(left + " of " + pending));
    }

    @Override
    public DownReport down(DownOptions options, Progress progress, StopSignal stop) {
        DownReport report = new DownReport(
                List.of(new DownReport.UndoneChange(
                        applied.get(applied.size() - 1), "ana", "x.sql", Duration.ofMillis(7))),
                Duration.ofMillis(9));
        applied.remove(applied.size() - 1);
        if (pending.contains("stuck")) {
            throw new FicusException(ErrorCode.CHANGE_FAILED, "the way back broke", "stuck.sql", "mend it");
        }
        return report;
    }

    @Override
    public RepairReport repair(RepairOptions options, Progress progress) {
        throw new UnsupportedOperationException("repair");
    }

    @Override
    public BaselineReport baseline(BaselineOptions options, Progress progress) {
        throw new UnsupportedOperationException("baseline");
    }

    @Override
    public TagReport tag(String name) {
        throw new UnsupportedOperationException("tag");
    }

    @Override
    public UnlockReport unlock() {
        throw new UnsupportedOperationException("unlock");
    }

    @Override
    public LintReport lint(LintOptions options) {
        throw new UnsupportedOperationException("lint");
    }

    @Override
    public DriftReport drift(Optional<DatabaseSettings> scratch, Progress progress, StopSignal stop) {
        throw new UnsupportedOperationException("drift");
    }

    @Override
    public NewChange create(String name) {
        throw new UnsupportedOperationException("create");
    }

    @Override
    public void close() {
        closed = true;
    }
}
