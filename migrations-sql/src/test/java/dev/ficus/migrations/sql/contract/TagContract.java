package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.TagReport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names for points in a history. */
public abstract class TagContract extends HistoryFixture {

    @Test
    void tagStandsAtTheLastChangeWhereLiquibaseLooksForIt() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        write("V002__b.sql", "CREATE TABLE b (id int);");
        up();
        TagReport report = with(history -> history.tag("release 1"));
        assertThat(report).isEqualTo(new TagReport("release 1", "V002__b"));
        assertThat(column("SELECT ID FROM DATABASECHANGELOG WHERE TAG = 'release 1'"))
                .containsExactly("V002__b");
        assertThat(with(MigrationHistory::history))
                .extracting(HistoryEntry::tag)
                .containsExactly(Optional.empty(), Optional.of("release 1"));
    }

    @Test
    void sameTagAgainIsFineAndANewOneTakesItsPlace() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        up();
        with(history -> history.tag("one"));
        with(history -> history.tag("one"));
        with(history -> history.tag("two"));
        assertThat(column("SELECT TAG FROM DATABASECHANGELOG")).containsExactly("two");
    }

    @Test
    void tagOfAnotherChangeAndTheNameOfAnotherChangeAreRefused() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        up();
        with(history -> history.tag("one"));
        write("V002__b.sql", "CREATE TABLE b (id int);");
        up();
        assertThat(refused(ErrorCode.TAG_REFUSED, history -> history.tag("one"))
                        .problem()
                        .what())
                .isEqualTo("change V001__a carries the tag one");
        assertThat(refused(ErrorCode.TAG_REFUSED, history -> history.tag("V001__a"))
                        .problem()
                        .what())
                .isEqualTo("change V001__a is itself named V001__a");
        assertThat(column("SELECT ID FROM DATABASECHANGELOG WHERE TAG = 'one'")).containsExactly("V001__a");
    }

    @Test
    void nothingToTagIsRefusedAndMakesNoTables() throws Exception {
        refused(ErrorCode.TAG_REFUSED, history -> history.tag("one"));
        refused(ErrorCode.TAG_REFUSED, history -> history.tag(" "));
        assertThat(with(MigrationHistory::history)).isEmpty();
    }
}
