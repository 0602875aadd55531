package dev.ficus.dualwrite.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.table.Column;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every family of types, as a part of the key and beside it: equal after a copy, and its smallest change is found. */
class VerificationOfTypesIT {
    /** A column, and a statement of PostgreSQL that changes its value by the least that the type can tell. */
    private static final Map<String, String> SMALLEST_STEPS = Map.ofEntries(
            Map.entry("f", "f = '0.10000001'"),
            Map.entry("d", "d = '0.10000000000000002'"),
            Map.entry("b", "b = b || '\\x00'::bytea"),
            Map.entry("big", "big = set_byte(big, length(big) - 1, get_byte(big, length(big) - 1) # 1)"),
            Map.entry("bits", "bits = bits # 1::bit(64)"),
            Map.entry("s", "s = s[1:1]"),
            Map.entry("t", "t = t + '0.000001 second'"),
            Map.entry("y", "y = y - 1"),
            Map.entry("n", "n = NULL"),
            Map.entry("flag", "flag = NOT flag"),
            Map.entry("e", "e = 'B'"),
            Map.entry("at", "at = at + '0.000001 second'"));

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final DomainSettings domain = new DomainSettings(StranglerFixture.domain("types"), List.of("k"));

    @Test
    void smallestChangeOfEachTypeIsFound() {
        fixture.mysql(
                "CREATE TABLE k (id INT PRIMARY KEY, f FLOAT, d DOUBLE, b VARBINARY(9), big LONGBLOB, bits BIT(64),"
                        + " s SET('x','y'), t TIME(6), y YEAR, n INT, flag BIT(1), e ENUM('b','B') COLLATE utf8mb4_bin,"
                        + " at TIMESTAMP(6) NULL)");
        for (int i = 1; i <= SMALLEST_STEPS.size(); i++) {
            fixture.mysql("INSERT INTO k VALUES (" + i + ", 0.1, 0.1, x'00', repeat(x'FF', 100000),"
                    + " 18446744073709551615, 'x,y', '-838:59:58.999999', 1999, 0, b'0', 'b', '2024-03-31 01:30:00')");
        }
        copied();
        assertThat(verify().tables().get(0).listedDifferences()).isEmpty();

        List<String> columns = SMALLEST_STEPS.keySet().stream().sorted().toList();
        for (int i = 0; i < columns.size(); i++) {
            fixture.postgres("UPDATE k SET " + SMALLEST_STEPS.get(columns.get(i)) + " WHERE id = " + (i + 1));
        }

        assertThat(verify().tables().get(0).listedDifferences())
                .extracting(Difference::columns)
                .containsExactlyInAnyOrderElementsOf(
                        columns.stream().map(List::of).toList());
    }

    @Test
    void keysOfEachTypeAreCopiedInChunksComparedAndFound() {
        fixture.mysql("CREATE TABLE k (b BINARY(3), y YEAR, d DOUBLE, bits BIT(5), t TIME(2), s SET('x','y'), n INT,"
                + " PRIMARY KEY (b, y, d, bits, t, s))");
        for (String key : List.of(
                "x'000001', 0, 0.1, b'00001', '-00:00:00.01', ''",
                "x'000001', 0, 0.1, b'00010', '-00:00:00.01', 'x'",
                "x'000001', 1999, 0.1, b'00010', '00:00:00', 'x,y'",
                "x'000001', 1999, 0.30000000000000004, b'00010', '00:00:00', 'x,y'",
                "x'5C', 2000, -1e100, b'11111', '838:59:59', 'y'",
                "x'FFFFFF', 2155, 1e100, b'10000', '24:00:00.5', 'x'",
                "x'FFFFFF', 2155, 5e-324, b'10000', '24:00:00.5', 'x'")) {
            fixture.mysql("INSERT INTO k VALUES (" + key + ", 1)");
        }
        copied();
        assertThat(fixture.postgresRows("SELECT count(*) FROM k")).containsExactly("7");
        assertThat(verify().tables().get(0).listedDifferences()).isEmpty();

        fixture.postgres("UPDATE k SET n = 2 WHERE y = 1999", "DELETE FROM k WHERE y = 2000");

        assertThat(verify().tables().get(0).listedDifferences())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(Difference.Kind.DIFFERENT, Difference.Kind.DIFFERENT, Difference.Kind.EXTRA);
    }

    /** Copied in chunks of two rows, then at rest and without fences, so that a test can change the copy. */
    private void copied() {
        List<Column> columns = fixture.tables("k").get(0).columns();
        fixture.postgres(columns.stream()
                .map(column -> column.postgresName() + " " + column.value().postgresType())
                .collect(Collectors.joining(", ", "CREATE TABLE k (", ", PRIMARY KEY (" + key() + "))")));
        Backfill.run(fixture.strangler(domain), domain.name(), new BackfillOptions(2, false, true));
        fixture.postgres(
                "ALTER TABLE k DISABLE TRIGGER ficus_fence",
                "UPDATE ficus.domain SET phase = 'retired' WHERE name = '" + domain.name() + "'");
    }

    private String key() {
        return fixture.tables("k").get(0).key().stream()
                .map(Column::postgresName)
                .collect(Collectors.joining(", "));
    }

    private VerificationReport verify() {
        return Verification.run(
                fixture.strangler(domain), domain.name(), new VerificationOptions(2, 20, 3, Duration.ofSeconds(5)));
    }
}
