package dev.ficus.dualwrite.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.scan.ScanReport.Scanned;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hazard that these tests use is a reference that only MySQL's collation calls right. */
class ValueScanIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();

    @BeforeEach
    void tables() {
        fixture.mysql(
                "CREATE TABLE plain (id INT PRIMARY KEY)",
                "INSERT INTO plain VALUES (1)",
                "CREATE TABLE country (code VARCHAR(3) COLLATE utf8mb4_unicode_ci PRIMARY KEY)",
                "CREATE TABLE city (id INT PRIMARY KEY, code VARCHAR(3) COLLATE utf8mb4_unicode_ci,"
                        + " CONSTRAINT of_country FOREIGN KEY (code) REFERENCES country (code))",
                "INSERT INTO country VALUES ('de'), ('fr')",
                "INSERT INTO city VALUES (1,'de'),(2,'DE'),(3,NULL),(4,'De'),(5,'fr'),(6,'dE'),(7,'FR'),(8,'fR'),"
                        + "(9,'Fr'),(10,'fr')");
    }

    @Test
    void valuesAreCountedAndTheFirstFiveKeysNamed() {
        ScanReport report = scan(options(OptionalLong.empty(), 3, false));
        assertThat(report.found()).singleElement().satisfies(found -> {
            assertThat(found.table() + "." + found.column()).isEqualTo("city.code");
            assertThat(found.hazard().id()).isEqualTo("reference");
            assertThat(found.rows()).isEqualTo(6);
            assertThat(found.keys()).containsExactly("id=2", "id=4", "id=6", "id=7", "id=8");
            assertThat(found.values()).as("nobody asked for values").isEmpty();
        });
        assertThat(report.tables())
                .as("a table without a suspect is not read")
                .containsExactly(
                        new Scanned("country", 2, true), new Scanned("city", 10, true), new Scanned("plain", 0, true));
    }

    @Test
    void valuesAreShownWhereTheUserAskedForThem() {
        ScanReport report = scan(options(OptionalLong.empty(), 50, true));
        assertThat(report.found().get(0).values()).containsExactly("'DE'", "'De'", "'dE'", "'FR'", "'fR'");
    }

    @Test
    void limitEndsTheScanOfATableAndIsSaid() {
        ScanReport report = scan(options(OptionalLong.of(4), 3, false));
        assertThat(report.found().get(0).rows()).isEqualTo(2);
        assertThat(report.tables()).contains(new Scanned("city", 4, false));
    }

    @Test
    void limitThatIsTheSizeOfTheTableReadsAllOfIt() {
        assertThat(scan(options(OptionalLong.of(10), 3, false)).tables()).contains(new Scanned("city", 10, true));
    }

    @Test
    void limitOfNoneReadsNothing() {
        ScanReport report = scan(options(OptionalLong.of(0), 3, false));
        assertThat(report.found()).isEmpty();
        assertThat(report.tables()).contains(new Scanned("city", 0, false));
    }

    @Test
    void stopEndsTheScan() {
        assertThatThrownBy(() -> scan(ScanOptions.ALL, Progress.SILENT, () -> true))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    }

    @Test
    void progressTellsHowFarItIsAndWhatHoldsItBack() {
        List<ProgressEvent.Count> events = new ArrayList<>();
        ScanOptions busy = new ScanOptions(OptionalLong.of(3), 3, Duration.ofMillis(1), 0, false);
        scan(busy, event -> events.add((ProgressEvent.Count) event), StopSignal.NEVER);
        assertThat(events).last().satisfies(event -> {
            assertThat(event.subject()).isEqualTo("scan of city");
            assertThat(event.done()).isEqualTo(3);
            assertThat(event.state())
                    .as("every server has at least as many running threads as the limit of this test")
                    .startsWith("scanning slowly: ");
        });
    }

    @Test
    void conditionThatTheServerCannotEvaluateIsAnError() {
        var tables = fixture.tables("country", "city");
        fixture.mysql("DROP TABLE city");
        assertThatThrownBy(() -> {
                    try (Connection connection = fixture.mysql().open()) {
                        ValueScan.run(connection, tables, ScanOptions.ALL, Progress.SILENT, StopSignal.NEVER);
                    }
                })
                .isInstanceOfSatisfying(
                        FicusException.class,
                        e -> assertThat(e.problem().where()).isEqualTo("scan of table city"));
    }

    private static ScanOptions options(OptionalLong rows, int chunk, boolean values) {
        return new ScanOptions(rows, chunk, Duration.ZERO, 1_000, values);
    }

    private ScanReport scan(ScanOptions options) {
        return scan(options, Progress.SILENT, StopSignal.NEVER);
    }

    private ScanReport scan(ScanOptions options, Progress progress, StopSignal stop) {
        try (Connection connection = fixture.mysql().open()) {
            return ValueScan.run(connection, fixture.tables("country", "city", "plain"), options, progress, stop);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
