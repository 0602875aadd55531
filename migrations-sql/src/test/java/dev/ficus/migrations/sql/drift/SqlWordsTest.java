package dev.ficus.migrations.sql.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlWordsTest {
    @Test
    void stringsAndCommentsAreNoWords() {
        assertThat(SqlWords.postgres("a 'b''c' -- d\n/* e /* f */ g */ h E'i\\'j' $x$ k $$ l $x$ m"))
                .containsExactly("a", "h", "m");
        assertThat(SqlWords.mysql("a 'b\\'c' -- d\n/* e /* f */ g # h\ni")).containsExactly("a", "g", "i");
    }

    @Test
    void quotedNamesAreWordsWithoutTheirQuotes() {
        assertThat(SqlWords.mysql("`a``b`.`c` . \"d\"")).containsExactly("a`b", ".", "c", ".", "d");
        assertThat(SqlWords.postgres("\"a\"\"b\".c")).containsExactly("a\"b", ".", "c");
    }

    @Test
    void commentsThatMysqlRunsAreRead() {
        assertThat(SqlWords.mysql("/*!50001 GRANT x */ /*M!100000 b*/")).containsExactly("GRANT", "x", "b");
        assertThat(SqlWords.postgres("/*!50001 GRANT x */ y")).containsExactly("y");
    }

    @Test
    void statementsEndAtSemicolons() {
        assertThat(SqlWords.statements(SqlWords.postgres(";a b;; c ';' ;")))
                .containsExactly(java.util.List.of("a", "b"), java.util.List.of("c"));
    }

    @Test
    void textThatIsNoSqlIsReadToItsEnd() {
        assertThat(SqlWords.postgres("a 'b")).containsExactly("a");
        assertThat(SqlWords.postgres("a $b$ c")).containsExactly("a");
        assertThat(SqlWords.mysql("a /* b")).containsExactly("a");
        assertThat(SqlWords.mysql("`a")).containsExactly("a");
        assertThat(SqlWords.postgres("$")).isEmpty();
        assertThat(SqlWords.mysql("'a\\")).isEmpty();
    }
}
