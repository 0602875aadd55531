package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.scan.ScanOptions;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Values that PostgreSQL cannot hold, with nothing chosen for them: no way takes them, and each names where they are. */
class RefusedValuesIT {
    private static final List<Refused> EVERYWHERE = List.of(
            new Refused("DATE", "'0000-00-00'", "zero"),
            new Refused("DATE", "'2024-00-10'", "zero"),
            new Refused("DATETIME(3)", "'0000-00-00'", "zero"),
            new Refused("DATETIME", "'2024-05-00 10:00:00'", "zero"),
            new Refused("TIMESTAMP NULL", "'0000-00-00'", "zero"),
            new Refused("VARCHAR(9)", "'a\\0b'", "NUL"),
            new Refused("TEXT CHARACTER SET utf16", "_utf16 x'00410000'", "NUL"),
            new Refused("TEXT CHARACTER SET cp1251", "_cp1251 x'4198'", "no valid text"),
            new Refused("TEXT CHARACTER SET ucs2", "_ucs2 x'D83DDE00'", "no valid text"),
            new Refused("ENUM('a','b')", "''", "enum"));
    private static final Refused MYSQL = new Refused("JSON", "'{\"a\\\\u0000\": 1}'", "NUL");
    private static final Refused MARIADB = new Refused("TEXT", "_utf8mb4 x'EDA080'", "no valid text");

    /** @param reason a part of what is said of it */
    private record Refused(String type, String value, String reason) {}

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final List<Refused> values = Stream.concat(
                    EVERYWHERE.stream(),
                    Stream.of(fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB") ? MARIADB : MYSQL))
            .toList();

    @Test
    void foundBeforeTheCopy() {
        refusedByTheBackfill(BackfillOptions.DEFAULT, "t%d.v", "id=7");
    }

    /** As after a scan that was limited. */
    @Test
    void refusedByTheCopyThatMeetsThem() {
        ScanOptions none = ScanOptions.ALL.limitedTo(OptionalLong.of(0));
        refusedByTheBackfill(new BackfillOptions(100, false, true, none), "column v", "t%d", "[7]");
    }

    private void refusedByTheBackfill(BackfillOptions options, String... parts) {
        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < values.size(); i++) {
                DomainSettings domain = create(i);
                insert(i);
                FicusException failure = catchThrowableOfType(
                        FicusException.class, () -> Backfill.run(fixture.strangler(domain), domain.name(), options));
                softly.assertThat(failure == null ? null : failure.code())
                        .as("%s", values.get(i))
                        .isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
                for (String part : parts) {
                    softly.assertThat(String.valueOf(failure)).contains(String.format(part, i));
                }
                softly.assertThat(fixture.postgresRows("SELECT count(*) FROM t" + i))
                        .containsExactly("0");
            }
        });
    }

    @Test
    void refusedByTheForwardStream() {
        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < values.size(); i++) {
                DomainSettings domain = create(i);
                Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
                insert(i);
                FicusException failure = Sync.run(
                                fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {})
                        .failure()
                        .orElse(null);
                softly.assertThat(failure == null ? null : failure.code())
                        .as("%s", values.get(i))
                        .isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
                softly.assertThat(String.valueOf(failure))
                        .contains(
                                "column v of table t" + i, "id=7", values.get(i).reason());
                softly.assertThat(fixture.postgresRows("SELECT count(*) FROM t" + i))
                        .containsExactly("0");
            }
        });
    }

    private DomainSettings create(int i) {
        fixture.mysql("CREATE TABLE t" + i + " (id INT PRIMARY KEY, v "
                + values.get(i).type() + ")");
        fixture.postgres("CREATE TABLE t" + i + " (id integer PRIMARY KEY, v "
                + fixture.tables("t" + i).get(0).columns().get(1).value().postgresType() + ")");
        return new DomainSettings(StranglerFixture.domain("refused"), List.of("t" + i));
    }

    private void insert(int i) {
        fixture.mysql(
                "SET sql_mode = ''",
                "INSERT INTO t" + i + " VALUES (7, " + values.get(i).value() + ")");
    }
}
