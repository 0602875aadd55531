package dev.ficus.migrations.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownSqlTest {
    private final ShownSql postgres = new ShownSql(ScriptSyntax.POSTGRES);
    private final ShownSql mysql = new ShownSql(ScriptSyntax.MYSQL);

    @Test
    void literalsAreNotShownAndNamesAre() {
        assertThat(postgres.line("ALTER ROLE \"app\"\n  PASSWORD 'it''s; hush';", 100))
                .isEqualTo("ALTER ROLE \"app\" PASSWORD '...';");
        assertThat(postgres.line("DO $x$ hush $$ hush $x$ LANGUAGE sql", 100)).isEqualTo("DO '...' LANGUAGE sql");
        assertThat(mysql.line("INSERT INTO `a` VALUES (\"hu'sh\", 'hu\\'sh', 'hush''')", 100))
                .isEqualTo("INSERT INTO `a` VALUES ('...', '...', '...')");
    }

    @Test
    void literalThatWasCutOffIsNotShownEither() {
        assertThat(mysql.line("INSERT INTO a VALUES ('hush", 100)).isEqualTo("INSERT INTO a VALUES ('...'");
        assertThat(postgres.line("SELECT $$ hush", 100)).isEqualTo("SELECT '...'");
    }

    @Test
    void commentsBeforeAStatementAreLeftOutAndLongOnesAreCut() {
        assertThat(postgres.line("-- ficus: no-transaction\n-- why\nSELECT 1234567890", 10))
                .isEqualTo("SELECT 123...");
        assertThat(postgres.line("-- only this", 100)).isEqualTo("-- only this");
    }

    @Test
    void textsPartAtTheFirstLineThatDiffers() {
        TextDifference difference = new TextDifference(postgres);
        assertThat(difference.first("a\nb\n", "a\nc\n")).contains("line 2 was \"b\" and is \"c\"");
        assertThat(difference.first("a\n", "a\nb\n")).contains("line 2 was not there and is \"b\"");
        assertThat(difference.first("a\nb\n", "a\n")).contains("line 2 was \"b\" and is not there");
        assertThat(difference.first("a 'x'", "a 'y'")).contains("line 1 differs inside of a literal");
        assertThat(difference.first("a", "a\n")).contains("the blank lines at its end are other ones");
        assertThat(difference.first("9:0123456789abcdef0123456789abcdef", "x"))
                .as("a checksum in the place of an element tells nobody anything")
                .isEmpty();
    }
}
