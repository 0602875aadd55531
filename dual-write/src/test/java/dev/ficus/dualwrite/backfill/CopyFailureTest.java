package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.MysqlType;
import dev.ficus.dualwrite.value.Values;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class CopyFailureTest {
    private static final List<List<String>> KEYS = List.of(List.of("7"), List.of("8"), List.of("9"));

    @Test
    void rowAndColumnComeFromTheContextAndTheValueIsLeftOut() {
        assertThat(explained(
                        "22P02",
                        "invalid input syntax for type integer: \"secret\"",
                        "COPY t2, line 2, column size: \"secret\""))
                .contains("column size of the row with key [8] cannot be copied")
                .contains("invalid input syntax for type integer")
                .doesNotContain("secret");
    }

    @Test
    void contextMayBeginWithAnotherAndBeInAnotherLanguage() {
        assertThat(explained("22P05", "unsupported", "JSON data, line 1: \"a\nCOPY t2, Zeile 3, Spalte size: \"x\""))
                .contains("column size of the row with key [9]");
    }

    @Test
    void constraintIsNamed() {
        assertThat(explained(
                        "23514",
                        "new row for relation \"t2\" violates check constraint \"c\"",
                        "COPY t2, line 1: \"7\t1\""))
                .contains("the row with key [7] cannot be copied")
                .contains("violates check constraint \"c\"");
    }

    @Test
    void contextThatSaysNothingLeavesTheRowOpen() {
        assertThat(explained("22P02", "no", "somewhere")).contains("a row cannot be copied");
        assertThat(explained("22P02", "no", "COPY t2, line 99")).contains("a row cannot be copied");
    }

    private static String explained(String state, String message, String where) {
        String fields = "SERROR\0C" + state + "\0M" + message + "\0W" + where + "\0";
        PSQLException failure = new PSQLException(new ServerErrorMessage(fields));
        assertThat(CopyFailure.isOfARow(failure)).isTrue();
        return CopyFailure.explained(table(), KEYS, failure).toString();
    }

    private static Table table() {
        Column id = column("id", 0);
        return new Table("db", "t2", "t2", List.of(id, column("size", 1)), List.of(id), List.of(), List.of());
    }

    private static Column column(String name, int ordinal) {
        MysqlType type = new MysqlType("int", "int", 0, 0, 0, 0, Optional.empty(), List.of());
        return new Column(
                name,
                name,
                ordinal,
                type,
                Values.of(type, Optional.empty()).orElseThrow(),
                false,
                false,
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                "");
    }
}
