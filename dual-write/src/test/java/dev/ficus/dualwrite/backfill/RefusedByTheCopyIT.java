package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.TableChoice;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.scan.ScanOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values behind the sample that was looked at before, and values that PostgreSQL itself refuses. */
class RefusedByTheCopyIT {
    private static final BackfillOptions SAMPLE =
            new BackfillOptions(10, false, true, ScanOptions.ALL.limitedTo(OptionalLong.of(20))).with(1);

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final String name = StranglerFixture.domain("late");

    @BeforeEach
    void createTheTable() {
        String rows = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> "(" + i + ", '2024-02-29', 'row " + i + "', " + i + ")")
                .collect(Collectors.joining(", "));
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, day DATE, word VARCHAR(20), size INT NOT NULL)",
                "INSERT INTO t VALUES " + rows);
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, day date, word varchar(20), size integer NOT NULL)");
    }

    @Test
    void copyThatMeetsOneListsAllAndGoesOnAfterTheChoice() {
        spoil();
        FicusException refused = run(ColumnChoice.NONE, ColumnChoice.NONE);
        assertThat(refused.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
        assertThat(refused)
                .asString()
                .contains("the copy stopped; what it copied is kept:\n")
                .contains(
                        "t.day: 2 rows whose date has a zero year, month or day, or a day that its month has not: id=55; id=77")
                .contains("t.word: 1 row whose text holds a NUL character: id=88")
                .contains("day: { zero-date: null }")
                .contains("word: { nul: strip }")
                .contains("then go on with: ficus backfill " + name);
        assertThat(copied()).as("chunks before it").isGreaterThanOrEqualTo(50);

        assertThat(run(zeroDate("null"), nul("?"))).isNull();
        assertThat(fixture.postgresRows("SELECT id, day, word FROM t WHERE id IN (54, 55, 77, 88) ORDER BY id"))
                .containsExactly("54|2024-02-29|row 54", "55|~|row 55", "77|~|row 77", "88|2024-02-29|a?b");
        assertThat(copied()).isEqualTo(100);
    }

    @Test
    void choiceThatAPartWasCopiedByMustStay() {
        copiedByOneChoice();
        FicusException changed = run(zeroDate("1970-01-01"), nul("strip"));
        assertThat(changed.code()).isEqualTo(ErrorCode.CHOICE_CHANGED);
        assertThat(changed)
                .asString()
                .contains("t.day")
                .contains("--restart --yes")
                .doesNotContain("t.word");

        assertThat(run(zeroDate("null"), nul("strip"))).isNull();
        assertThat(days()).containsExactly("55|~", "77|~");
    }

    /** The negative control: without what was kept of the choices, one copy has both. */
    @Test
    void withoutTheRecordACopyIsMadeByTwoChoices() {
        copiedByOneChoice();
        fixture.postgres("DELETE FROM ficus.copied_choice WHERE domain = '" + name + "'");
        assertThat(run(zeroDate("1970-01-01"), nul("strip"))).isNull();
        assertThat(days()).containsExactly("55|~", "77|1970-01-01");
    }

    @Test
    void otherTypeAfterAPartWasCopiedNeedsACopyAnew() {
        spoil();
        assertThat(run(zeroDate("null"), ColumnChoice.NONE).code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
        ColumnChoice bytes = new ColumnChoice(none(), Optional.of("bytea"), none(), none(), none());
        FicusException changed = run(zeroDate("null"), bytes);
        assertThat(changed.code()).isEqualTo(ErrorCode.CHOICE_CHANGED);
        assertThat(changed)
                .asString()
                .contains("to varchar(20), and is to become bytea now")
                .contains("--restart --yes");

        fixture.postgres("SET ficus.applier = ''", "DROP TABLE t");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, day date, word bytea, size integer NOT NULL)");
        DomainSettings domain = domain(zeroDate("null"), bytes);
        Backfill.run(fixture.strangler(domain), name, new BackfillOptions(10, true, true));
        assertThat(fixture.postgresRows("SELECT encode(word, 'hex') FROM t WHERE id = 88"))
                .containsExactly("610062");
    }

    @Test
    void rowThatPostgresRefusesIsNamedByItsKeyAndKeepsItsValueSecret() {
        fixture.postgres("ALTER TABLE t ADD CONSTRAINT small CHECK (size < 64)");
        FicusException refused = run(ColumnChoice.NONE, ColumnChoice.NONE);
        assertThat(refused.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
        assertThat(refused)
                .asString()
                .contains("the row with key [64] cannot be copied: PostgreSQL refuses it")
                .contains("\"small\"")
                .contains("table t")
                .doesNotContain("row 64");
        assertThat(copied()).as("chunks before it").isBetween(60L, 90L);

        fixture.mysql("UPDATE t SET size = 1");
        assertThat(run(ColumnChoice.NONE, ColumnChoice.NONE)).isNull();
        assertThat(copied()).isEqualTo(100);
    }

    private void copiedByOneChoice() {
        spoil();
        assertThat(run(zeroDate("null"), ColumnChoice.NONE).code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
        // As if the copy had stopped between the two dates, however many workers it had.
        fixture.postgres(
                "UPDATE ficus.chunk SET done_at = NULL WHERE domain = '" + name + "' AND above[1]::int >= 70",
                "ALTER TABLE t DISABLE TRIGGER USER",
                "DELETE FROM t WHERE id > 70",
                "ALTER TABLE t ENABLE TRIGGER USER");
    }

    private void spoil() {
        fixture.mysql(
                "SET SESSION sql_mode = ''",
                "UPDATE t SET day = '0000-00-00' WHERE id IN (55, 77)",
                "UPDATE t SET word = concat('a', char(0), 'b') WHERE id = 88");
    }

    private FicusException run(ColumnChoice day, ColumnChoice word) {
        return catchThrowableOfType(
                FicusException.class, () -> Backfill.run(fixture.strangler(domain(day, word)), name, SAMPLE));
    }

    private DomainSettings domain(ColumnChoice day, ColumnChoice word) {
        TableChoice choice = new TableChoice(none(), Map.of(), Map.of("day", day, "word", word));
        return new DomainSettings(name, List.of("t"), new ConversionSettings(Map.of(), Map.of("t", choice)));
    }

    private long copied() {
        return Long.parseLong(fixture.postgresRows("SELECT count(*) FROM t").get(0));
    }

    private List<String> days() {
        return fixture.postgresRows("SELECT id, day FROM t WHERE id IN (55, 77) ORDER BY id");
    }

    private static ColumnChoice zeroDate(String word) {
        return new ColumnChoice(none(), none(), Optional.of(word), none(), none());
    }

    private static ColumnChoice nul(String word) {
        return new ColumnChoice(none(), none(), none(), Optional.of(word), none());
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
