package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.history.DriftReport.Difference;
import dev.ficus.core.history.DriftReport.Kind;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a drift report holds to on every SQL server. */
public abstract class DriftContract extends HistoryFixture {
    private static final String ORDERS = "CREATE TABLE orders (id int PRIMARY KEY, status varchar(10) NOT NULL);";

    /** A change with every kind of object that is compared. */
    protected abstract String richSchema();

    /** Statements that change, add and drop such objects. */
    protected abstract List<String> byHand();

    /** What a report then says, in its order: {@code KIND type name: expected => actual}. */
    protected abstract List<String> afterwards();

    /** A query for the names of the databases on the server. */
    protected abstract String databases();

    /** A query whose rows tell everything that a report could have changed in the real database. */
    protected abstract List<String> contents();

    /** Lets a new user, whose name and password are {@code name}, do everything in the database and nothing beside it. */
    protected abstract List<String> limitedUser(String name) throws SQLException;

    /** How a report spells a column {@code orders.note} of type {@code varchar(10)}. */
    protected abstract String note();

    @AfterEach
    final void noReportLeavesAScratchDatabase() throws Exception {
        assertThat(scratches()).as("scratch databases that are left").isEmpty();
    }

    @Test
    void thereIsNoDriftAfterUp() throws Exception {
        write("V001__rich.sql", richSchema());
        write("V002__row.sql", "INSERT INTO plain VALUES (1);");
        up();
        DriftReport report = drift();
        assertThat(report.differences()).isEmpty();
        assertThat(report.changes()).isEqualTo(2);
        assertThat(report.objects()).isGreaterThan(20);
        assertThat(report.scratch()).startsWith("ficus_drift_").endsWith(" on the server of primary");
    }

    @Test
    void whatWasDoneBehindTheHistorysBackIsTold() throws Exception {
        write("V001__rich.sql", richSchema());
        up();
        execute(byHand().toArray(new String[0]));
        assertThat(drift().differences()).map(DriftContract::line).containsExactlyElementsOf(afterwards());
    }

    @Test
    void changesThatAreNotRecordedAreNotReplayed() throws Exception {
        write("V001__orders.sql", ORDERS);
        up();
        write("V002__pending.sql", "CREATE TABLE pending (id int);");
        write("V000__late.sql", "CREATE TABLE late (id int);");
        DriftReport report = drift();
        assertThat(report.changes()).isEqualTo(1);
        assertThat(report.differences()).isEmpty();
    }

    @Test
    void nothingIsWrittenToTheDatabase() throws Exception {
        write("V001__orders.sql", ORDERS + "\nINSERT INTO orders VALUES (1, 'new');\n");
        up();
        execute("ALTER TABLE orders ADD note varchar(10)");
        List<String> before = dump();
        assertThat(drift().differences()).isNotEmpty();
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void editedMissingAndHalfAppliedChangesAreRefusedAsValidateTells() throws Exception {
        write("V001__orders.sql", ORDERS);
        write("V002__more.sql", "CREATE TABLE more (id int);");
        up();
        write("V001__orders.sql", ORDERS + "\n-- edited\n");
        Files.delete(directory().resolve("V002__more.sql"));
        List<Problem> problems = with(history -> history.validate()).stream()
                .map(HistoryProblem::problem)
                .toList();
        FicusException refusal =
                refused(ErrorCode.CHECKSUM_MISMATCH, history -> history.drift(Optional.empty(), Progress.SILENT));
        assertThat(refusal.problems()).hasSize(2).isEqualTo(problems);
    }

    @Test
    void aHistoryThatDoesNotReplayIsRefusedAndItsScratchDropped() throws Exception {
        execute("CREATE TABLE made_by_hand (id int)");
        write("V001__orders.sql", ORDERS);
        write("V002__by-hand.sql", "ALTER TABLE made_by_hand ADD note varchar(10);");
        up();
        FicusException refusal =
                refused(ErrorCode.CHANGE_FAILED, history -> history.drift(Optional.empty(), Progress.SILENT));
        assertThat(refusal.problem().where())
                .isEqualTo("migrations/V002__by-hand.sql on the scratch database of database primary");
        assertThat(refusal.problem().what()).contains("made_by_hand");
    }

    @Test
    void aReportThatIsAskedToStopEndsBetweenTwoChanges() throws Exception {
        write("V001__orders.sql", ORDERS);
        up();
        refused(ErrorCode.INTERRUPTED, history -> history.drift(Optional.empty(), Progress.SILENT, () -> true));
    }

    @Test
    void aUserWhoMayMakeNoDatabaseIsToldOfTheSandbox() throws Exception {
        write("V001__orders.sql", ORDERS);
        up();
        String user = "limited" + System.nanoTime() % 1_000_000;
        execute(limitedUser(user).toArray(new String[0]));
        DatabaseSettings limited = new DatabaseSettings(
                "primary",
                kind(),
                database().url(),
                Optional.of(user),
                Optional.of(user),
                database().migrations());
        FicusException refusal = refused(ErrorCode.RIGHT_MISSING, unused -> drift(limited, Optional.empty()));
        assertThat(refusal.problem().fix()).endsWith("ficus migrate drift --db primary --scratch sandbox");
        assertThat(drift(limited, Optional.of(given())).differences())
                .as("without the right, on a scratch database that is given")
                .isEmpty();
    }

    @Test
    void aScratchThatIsGivenIsUsedAndStays() throws Exception {
        write("V001__orders.sql", ORDERS);
        up();
        execute("ALTER TABLE orders ADD note varchar(10)");
        DatabaseSettings scratch = given();
        DriftReport report = drift(database(), Optional.of(scratch));
        assertThat(report.scratch()).isEqualTo(scratch.safeUrl());
        assertThat(report.differences())
                .containsExactly(new Difference(
                        Kind.UNEXPECTED, "column", "orders.note", Optional.empty(), Optional.of(note())));
        assertThat(refused(ErrorCode.TABLE_NOT_EMPTY, unused -> drift(database(), Optional.of(scratch)))
                        .problem()
                        .what())
                .as("used a second time")
                .isEqualTo("the scratch database is not empty: it has column orders.id");
    }

    @Test
    void aRunThatIsGoingOnIsNotReadHalfway() throws Exception {
        write("V001__orders.sql", ORDERS);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        Progress holding = event -> {
            if (event instanceof ProgressEvent.Count) {
                running.countDown();
                await(seen);
            }
        };
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> up = other.submit(() -> with(history -> history.up(UpOptions.DEFAULT, holding)));
            await(running);
            FicusException refusal =
                    refused(ErrorCode.LOCK_HELD, history -> history.drift(Optional.empty(), Progress.SILENT));
            assertThat(refusal.problem().what()).startsWith("another run is going on: session ");
            seen.countDown();
            up.get();
        } finally {
            seen.countDown();
            other.shutdown();
        }
        assertThat(drift().differences()).isEmpty();
    }

    @Test
    void whatAKilledReportLeftIsDroppedByTheNextAndALiveOneIsLeftAlone() throws Exception {
        write("V001__orders.sql", ORDERS);
        up();
        Process child;
        try (var history = open(database())) {
            child = DriftInChild.startAndAwaitReplay(database(), history.getClass());
        }
        try {
            List<String> used = scratches();
            assertThat(used).hasSize(1);
            drift();
            assertThat(scratches()).as("the scratch of a live run").isEqualTo(used);
        } finally {
            child.destroyForcibly().waitFor();
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        do {
            drift();
        } while (!scratches().isEmpty() && System.nanoTime() < deadline);
    }

    /** A report with everything on the server itself. */
    protected final DriftReport drift() {
        return drift(database(), Optional.empty());
    }

    protected final DriftReport drift(DatabaseSettings settings, Optional<DatabaseSettings> scratch) {
        try (var history = open(settings)) {
            return history.drift(scratch, Progress.SILENT);
        }
    }

    private DatabaseSettings given() {
        return SharedServers.server(kind()).freshDatabase("scratch");
    }

    private List<String> scratches() throws SQLException {
        return column(databases()).stream()
                .filter(name -> name.startsWith("ficus_drift_"))
                .toList();
    }

    private List<String> dump() throws SQLException, IOException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = Connections.open(database(), new Properties());
                Statement statement = connection.createStatement()) {
            for (String query : contents()) {
                try (ResultSet row = statement.executeQuery(query)) {
                    while (row.next()) {
                        StringBuilder line = new StringBuilder();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            line.append(row.getString(i)).append('|');
                        }
                        rows.add(line.toString());
                    }
                }
            }
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }

    /** A difference on one line. */
    private static String line(Difference difference) {
        String line = difference.kind() + " " + difference.type() + " " + difference.name() + ": "
                + difference.expected().orElse("") + " => "
                + difference.actual().orElse("");
        return line.replaceAll("\\s+", " ");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
