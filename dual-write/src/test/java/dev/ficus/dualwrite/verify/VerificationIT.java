package dev.ficus.dualwrite.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.TestSides;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.verify.Difference.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationIT {
    private static final String[] ROWS = {
        "INSERT INTO purchase VALUES (1, 'ana', NULL, 1.50, '2024-01-01 10:00:00.000001')",
        "INSERT INTO purchase VALUES (2, 'Ünal', '', 0.00, '2024-01-01 10:00:00')",
        "INSERT INTO purchase VALUES (3, 'eva', 'plain', 99999999.99, '2024-02-29 23:59:59.999999')",
        "INSERT INTO purchase VALUES (70, 'ida', ' blank ', -5.25, '1970-01-01 00:00:00.1')",
        "INSERT INTO purchase VALUES (1152921504606846976, 'max', 'x', 1, '2024-01-01')",
        "INSERT INTO purchase VALUES (1152921504606846977, 'max', 'x', 1, '2024-01-01')",
        "INSERT INTO line VALUES (1, 1, 'pen'), (1, 2, 'ink'), (2, 1, 'pen'), (2, 2, 'cap'), (70, 1, 'pen')",
    };

    private final TestSides sides = TestSides.create();

    @Test
    void equalSidesAreCleanAndTheResultIsRecorded() {
        bothSides(ROWS);
        retired();

        VerificationReport report = verify(small());

        assertThat(report.clean()).isTrue();
        assertThat(report.rows()).isEqualTo(11);
        assertThat(report.tables()).extracting(TableReport::table).containsExactly("purchase", "line");
        try (Control control = Control.open(sides.strangler().postgres())) {
            assertThat(VerificationRecord.last(control, sides.domain())).hasValueSatisfying(last -> {
                assertThat(last.clean()).isTrue();
                assertThat(last.epoch()).isEqualTo(7);
                assertThat(last.rows()).isEqualTo(11);
                assertThat(last.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
            });
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("one changed character", "UPDATE purchase SET customer = 'anb' WHERE id = 1", "customer"),
                arguments("another case", "UPDATE purchase SET customer = 'Ana' WHERE id = 1", "customer"),
                arguments("empty for NULL", "UPDATE purchase SET note = '' WHERE id = 1", "note"),
                arguments("NULL for empty", "UPDATE purchase SET note = NULL WHERE id = 2", "note"),
                arguments("a trailing blank", "UPDATE purchase SET note = 'plain ' WHERE id = 3", "note"),
                arguments("a lost trailing blank", "UPDATE purchase SET note = ' blank' WHERE id = 70", "note"),
                arguments("a cent", "UPDATE purchase SET total = 1.51 WHERE id = 1", "total"),
                arguments("the sign", "UPDATE purchase SET total = 5.25 WHERE id = 70", "total"),
                arguments(
                        "a microsecond",
                        "UPDATE purchase SET made = '2024-02-29 23:59:59.999998' WHERE id = 3",
                        "made"),
                arguments(
                        "beside a key that is equal as a float",
                        "UPDATE purchase SET customer = 'mix' WHERE id = 1152921504606846977",
                        "customer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void seededFaultIsFoundWithItsColumn(String name, String fault, String column) {
        bothSides(ROWS);
        sides.postgres(fault);
        retired();

        VerificationReport report = verify(small());

        assertThat(report.differences()).isEqualTo(1);
        assertThat(report.tables().get(0).listedDifferences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.kind()).isEqualTo(Kind.DIFFERENT))
                .satisfies(difference -> assertThat(difference.columns()).containsExactly(column));
    }

    @Test
    void missingAndExtraRowsAreFoundWhereverTheyStand() {
        bothSides(ROWS);
        sides.mysql(
                "DELETE FROM purchase WHERE id IN (1, 1152921504606846977)",
                "INSERT INTO purchase VALUES (0, 'x', NULL, 1, '2024-01-01'), (5, 'x', NULL, 1, '2024-01-01'),"
                        + " (9000000000000000000, 'x', NULL, 1, '2024-01-01')",
                "DELETE FROM line WHERE purchase = 2 AND number = 1",
                "INSERT INTO line VALUES (1, 0, 'x'), (70, 2, 'x')");
        retired();

        VerificationReport report = verify(small());

        assertThat(report.tables().get(0).listedDifferences())
                .containsExactlyInAnyOrder(
                        difference(Kind.MISSING, "1"),
                        difference(Kind.MISSING, "1152921504606846977"),
                        difference(Kind.EXTRA, "0"),
                        difference(Kind.EXTRA, "5"),
                        difference(Kind.EXTRA, "9000000000000000000"));
        assertThat(report.tables().get(1).listedDifferences())
                .containsExactlyInAnyOrder(
                        difference(Kind.MISSING, "2", "1"),
                        difference(Kind.EXTRA, "1", "0"),
                        difference(Kind.EXTRA, "70", "2"));
    }

    @Test
    void keysOfTextThatSortDifferentlyOnBothSidesAreAllCompared() {
        sides.mysql(
                "DROP TABLE line", "CREATE TABLE line (code VARCHAR(20) PRIMARY KEY, n INT NOT NULL) ENGINE=InnoDB");
        sides.postgres("DROP TABLE line", "CREATE TABLE line (code varchar(20) PRIMARY KEY, n integer NOT NULL)");
        bothSides("INSERT INTO line VALUES ('b', 1), ('A', 2), ('_', 3), ('ö', 4), ('-', 5), ('Z', 6), ('0', 7)");
        sides.postgres(
                "DELETE FROM line WHERE code = 'A'",
                "INSERT INTO line VALUES ('a', 2), ('zz', 9)",
                "UPDATE line SET n = 40 WHERE code = 'ö'");
        retired(); // PostgreSQL owns the rows

        VerificationReport report = verify(small());

        assertThat(report.rows()).isEqualTo(7);
        assertThat(report.tables().get(1).listedDifferences())
                .containsExactlyInAnyOrder(
                        difference(Kind.EXTRA, "A"),
                        difference(Kind.MISSING, "a"),
                        difference(Kind.MISSING, "zz"),
                        new Difference(Kind.DIFFERENT, List.of("ö"), List.of("n")));
    }

    @Test
    void differencesAreAllCountedAndTheFirstAreListed() {
        bothSides(ROWS);
        sides.mysql("DELETE FROM purchase");
        retired();

        VerificationReport report = verify(new VerificationOptions(2, 3, 2, Duration.ofSeconds(5)));

        assertThat(report.differences()).isEqualTo(6);
        assertThat(report.tables().get(0).listedDifferences()).hasSize(3);
    }

    @Test
    void whereMysqlOwnsTheDomainItsRowsCountAsRight() throws SQLException {
        bothSides(ROWS);
        sides.mysql("DELETE FROM purchase WHERE id = 1");
        copied(Phase.MIRRORING, 2);

        try (FollowedWrites stream = new FollowedWrites(sides, 2)) {
            assertThat(verify(small()).tables().get(0).listedDifferences())
                    .as("the copy, which is PostgreSQL, has a row too many")
                    .containsExactly(difference(Kind.EXTRA, "1"));
        }
    }

    @Test
    void rowsThatChangeAllTheTimeRaiseNoFalseAlarmAndASeededFaultIsStillFound() throws Exception {
        copied(Phase.MIRRORING, 2);
        fill(400);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger firstSight = new AtomicInteger();
        try (FollowedWrites stream = new FollowedWrites(sides, 2)) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (!ended.get()) {
                    stream.write(randomWrite());
                }
            });
            for (int i = 0; i < 3; i++) {
                firstSight.addAndGet(suspiciousAtFirstSight());
                VerificationReport report = verify(new VerificationOptions(50, 20, 20, Duration.ofSeconds(20)));
                assertThat(report.differences()).as(report.toString()).isZero();
                assertThat(report.unsettled()).as(report.toString()).isZero();
            }
            sides.postgres("UPDATE purchase SET customer = 'eve' WHERE id = 401");

            VerificationReport report = verify(new VerificationOptions(50, 20, 20, Duration.ofSeconds(20)));

            assertThat(report.tables().get(0).listedDifferences())
                    .containsExactly(new Difference(Kind.DIFFERENT, List.of("401"), List.of("customer")));
            ended.set(true);
            load.join();
        }
        assertThat(firstSight)
                .as("the negative control: without settling, the same load raises false alarms")
                .hasPositiveValue();
    }

    @Test
    void rowThatNeverStandsStillIsUnsettledAndNotCalledDifferent() throws SQLException {
        bothSides(ROWS);
        sides.postgres("UPDATE purchase SET customer = 'old' WHERE id = 1");
        Table purchase = sides.tables().get(0);
        try (Connection mysql = sides.openMysql();
                Connection postgres = sides.openPostgres()) {
            Settlement settlement = new Settlement(
                    purchase,
                    new CanonicalReader(mysql, purchase, new MysqlKeySql()),
                    new CanonicalReader(postgres, purchase, new PostgresKeySql()),
                    () -> sides.mysql("UPDATE purchase SET total = total + 1 WHERE id = 1"),
                    small());

            settlement.settle(List.of(List.of("1")));

            assertThat(settlement.differenceCount()).isZero();
            assertThat(settlement.unsettled()).containsExactly(List.of("1"));
        }
    }

    @Test
    void domainWhoseStreamNobodyRunsIsRefused() {
        bothSides(ROWS);
        copied(Phase.MIRRORING, 2);

        assertRefused(
                ErrorCode.STREAM_NOT_RUNNING,
                sides -> verify(new VerificationOptions(10, 10, 2, Duration.ofMillis(300))));
    }

    @Test
    void domainWithoutACompleteCopyIsRefused() {
        assertRefused(ErrorCode.BACKFILL_REQUIRED, sides -> verify(small()));
    }

    @Test
    void cutoverThatComesBetweenIsNoticed() {
        bothSides(ROWS);
        retired();
        Hook hook = point -> {
            if (point.equals("verify.chunk")) {
                sides.phase(Phase.RETIRED, 8);
            }
        };

        assertRefused(
                ErrorCode.PHASE_CHANGED, sides -> Verification.run(sides.strangler(hook), sides.domain(), small()));
    }

    @Test
    void stopIsObeyedAtAChunkBoundary() {
        bothSides(ROWS);
        retired();
        AtomicBoolean stop = new AtomicBoolean();

        assertRefused(
                ErrorCode.INTERRUPTED,
                sides ->
                        Verification.run(sides.strangler(point -> stop.set(true), stop::get), sides.domain(), small()));
    }

    private interface Attempt {
        void on(TestSides sides);
    }

    private void assertRefused(ErrorCode code, Attempt attempt) {
        assertThatThrownBy(() -> attempt.on(sides))
                .asInstanceOf(InstanceOfAssertFactories.type(FicusException.class))
                .extracting(FicusException::code)
                .isEqualTo(code);
    }

    private int suspiciousAtFirstSight() throws SQLException {
        Table purchase = sides.tables().get(0);
        List<List<String>> suspects = new ArrayList<>();
        try (Connection mysql = sides.openMysql();
                Connection postgres = sides.openPostgres()) {
            new TableComparison(
                            purchase,
                            new CanonicalReader(mysql, purchase, new MysqlKeySql()),
                            new CanonicalReader(postgres, purchase, new PostgresKeySql()),
                            50,
                            suspects::addAll,
                            rows -> {})
                    .run();
        }
        return suspects.size();
    }

    private static String randomWrite() {
        int id = ThreadLocalRandom.current().nextInt(1, 400);
        return switch (id % 4) {
            case 0 -> "DELETE FROM purchase WHERE id = " + id;
            case 1 ->
                "INSERT INTO purchase VALUES ("
                        + (1000 + ThreadLocalRandom.current().nextLong(1L << 40)) + ", 'new', NULL, 1, '2024-01-01')";
            default -> "UPDATE purchase SET total = total + 1 WHERE id = " + id;
        };
    }

    private void fill(int rows) {
        for (int i = 1; i <= rows + 1; i++) {
            bothSides("INSERT INTO purchase VALUES (" + i + ", 'c" + i + "', NULL, 1, '2024-01-01')");
        }
    }

    private VerificationReport verify(VerificationOptions options) {
        return Verification.run(sides.strangler(), sides.domain(), options);
    }

    private static VerificationOptions small() {
        return new VerificationOptions(2, 20, 3, Duration.ofSeconds(5));
    }

    /** A phase without a stream, in which PostgreSQL owns the rows. */
    private void retired() {
        copied(Phase.RETIRED, 7);
    }

    private void copied(Phase phase, long epoch) {
        sides.phase(phase, epoch);
        sides.postgres("INSERT INTO ficus.backfill (domain, state, source_server, start_position) VALUES ('"
                + sides.domain() + "', 'done', 's', 'binlog.000001:4')");
    }

    private void bothSides(String... statements) {
        sides.mysql(statements);
        sides.postgres(statements);
    }

    private static Difference difference(Kind kind, String... key) {
        return new Difference(kind, List.of(key), List.of());
    }
}
