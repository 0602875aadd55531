package dev.ficus.cli.migrate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.Markdown;
import dev.ficus.cli.report.Reported;
import dev.ficus.cli.report.TestCase;
import dev.ficus.cli.report.TestSuite;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.HistoryStatus;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result of {@code migrate status}. */
public record StatusResult(List<Database> databases) implements Reported {
    private static final List<ChangeState> ORDER = List.of(
            ChangeState.APPLIED,
            ChangeState.PENDING,
            ChangeState.EDITED,
            ChangeState.MISSING,
            ChangeState.HALF_APPLIED);

    /** One history. */
    public record Database(
            String name,
            String kind,
            int applied,
            int pending,
            int edited,
            int missing,
            int halfApplied,
            List<Change> changes) {
        static Database of(DatabaseSettings database, HistoryStatus status) {
            return new Database(
                    database.name(),
                    database.kind().word(),
                    (int) status.count(ChangeState.APPLIED),
                    (int) status.count(ChangeState.PENDING),
                    (int) status.count(ChangeState.EDITED),
                    (int) status.count(ChangeState.MISSING),
                    (int) status.count(ChangeState.HALF_APPLIED),
                    status.changes().stream()
                            .map(c -> new Change(c.id(), c.author(), c.file(), word(c.state())))
                            .toList());
        }

        private int count(ChangeState state) {
            return switch (state) {
                case APPLIED -> applied;
                case PENDING -> pending;
                case EDITED -> edited;
                case MISSING -> missing;
                case HALF_APPLIED -> halfApplied;
            };
        }

        private String summary() {
            String counts = ORDER.stream()
                    .filter(state -> count(state) > 0)
                    .map(state -> count(state) + " " + word(state))
                    .collect(Collectors.joining(", "));
            return counts.isEmpty() ? "no changes" : counts;
        }
    }

    /** One change; its state is applied, pending, edited, missing or half-applied. */
    public record Change(String id, String author, String file, String state) {
        private TestCase testCase() {
            return state.equals("applied") ? TestCase.passed(id, file, 0) : TestCase.skipped(id, file, state);
        }
    }

    /** What one database reported. */
    public static Database of(DatabaseSettings database, HistoryStatus status) {
        return Database.of(database, status);
    }

    @Override
    public String document() {
        return "migrate-status";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + database.summary());
            out.rows(
                    database.changes().stream()
                            .map(change -> List.of(change.state(), change.id(), change.file()))
                            .toList(),
                    state -> coloured(state, out.style()));
        }
    }

    @Override
    public List<TestSuite> suites() {
        return databases.stream()
                .map(database -> new TestSuite(
                        database.name(),
                        database.changes().stream().map(Change::testCase).toList()))
                .toList();
    }

    @Override
    public void writeSummary(Markdown out) {
        out.table(
                List.of("database", "kind", "changes"),
                databases.stream()
                        .map(database -> List.of(database.name(), database.kind(), database.summary()))
                        .toList());
        for (Database database : databases) {
            List<List<String>> open = database.changes().stream()
                    .filter(change -> !change.state().equals("applied"))
                    .map(change -> List.of(change.state(), change.id(), change.file()))
                    .toList();
            if (!open.isEmpty()) {
                out.heading(3, database.name());
                out.table(List.of("state", "change", "file"), open);
            }
        }
    }

    @Override
    public Optional<String> next() {
        if (databases.stream().anyMatch(d -> d.edited() + d.missing() + d.halfApplied() > 0)) {
            return Optional.of("migrate validate");
        }
        return databases.stream().anyMatch(d -> d.pending() > 0) ? Optional.of("migrate plan") : Optional.empty();
    }

    /** What keeps the histories from being up to date, the worst first; empty where they are. */
    @JsonIgnore
    public List<Problem> notUpToDate() {
        List<Problem> problems = new ArrayList<>();
        for (Database database : databases) {
            add(problems, database, ChangeState.HALF_APPLIED, ErrorCode.CHANGE_HALF_APPLIED, "migrate validate");
            add(problems, database, ChangeState.EDITED, ErrorCode.CHECKSUM_MISMATCH, "migrate validate");
            add(problems, database, ChangeState.MISSING, ErrorCode.CHANGE_MISSING, "migrate validate");
            add(problems, database, ChangeState.PENDING, ErrorCode.CHANGES_PENDING, "migrate up");
        }
        return problems;
    }

    private static void add(
            List<Problem> problems, Database database, ChangeState state, ErrorCode code, String command) {
        int count = database.count(state);
        if (count > 0) {
            problems.add(new Problem(
                    code,
                    count + (count == 1 ? " change is " : " changes are ") + word(state),
                    "database " + database.name(),
                    "run: ficus " + command + " --db " + database.name()));
        }
    }

    private static String coloured(String state, Style style) {
        return switch (state.strip()) {
            case "applied" -> style.good(state);
            case "pending" -> style.attention(state);
            default -> style.bad(state);
        };
    }

    private static String word(ChangeState state) {
        return Words.of(state);
    }
}
