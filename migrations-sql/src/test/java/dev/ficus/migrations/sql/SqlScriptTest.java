package dev.ficus.migrations.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlScriptTest {

    @Test
    void statementsEndAtSemicolonsAndTheLastNeedsNone() {
        assertThat(postgres("SELECT 1; SELECT 2;\n\nSELECT 3")).containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(postgres("-- a;\n/* b; */ ;\nSELECT 1; -- end;")).containsExactly("SELECT 1");
        assertThat(mysql("# a;\nSELECT 1;")).containsExactly("# a;\nSELECT 1");
    }

    @Test
    void semicolonsInsideStringsAndNamesDoNotCount() {
        assertThat(postgres("SELECT 'a;''b', \";\", E'c\\';' ; SELECT 'd\\'; SELECT 2"))
                .containsExactly("SELECT 'a;''b', \";\", E'c\\';'", "SELECT 'd\\'", "SELECT 2");
        assertThat(mysql("SELECT 'a\\';', \";\\\"\", `;` ; SELECT 2"))
                .containsExactly("SELECT 'a\\';', \";\\\"\", `;`", "SELECT 2");
    }

    @Test
    void dollarQuotesAreKeptWhole() {
        assertThat(postgres("DO $$ BEGIN; $a$ ; $a$ END; $$; SELECT $1; SELECT a$b$c; SELECT 2"))
                .containsExactly("DO $$ BEGIN; $a$ ; $a$ END; $$", "SELECT $1", "SELECT a$b$c", "SELECT 2");
    }

    @Test
    void commentsNestInPostgresAndNotInMysql() {
        assertThat(postgres("/* a /* b; */ c; */ SELECT 1; SELECT 2")).hasSize(2);
        assertThat(mysql("/* a /* b; */ SELECT 1; SELECT 2")).hasSize(2);
    }

    @Test
    void doubleDashNeedsABlankInMysql() {
        assertThat(mysql("SELECT 1--1; SELECT 2 -- c;\n;")).containsExactly("SELECT 1--1", "SELECT 2 -- c;");
        assertThat(postgres("SELECT 1--1; SELECT 2\n;")).containsExactly("SELECT 1--1; SELECT 2");
    }

    @Test
    void routineBodiesAreKeptWhole() {
        String routine = "CREATE PROCEDURE p() BEGIN IF a THEN SET b = 1; END IF; WHILE c DO SET d = 2; END WHILE;"
                + " CASE e WHEN 1 THEN SELECT CASE f WHEN 2 THEN 3 END; END CASE; END";
        assertThat(mysql(routine + "; SELECT 1;")).containsExactly(routine, "SELECT 1");
        String atomic = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN 2 END; END";
        assertThat(postgres(atomic + "; SELECT 1;")).containsExactly(atomic, "SELECT 1");
    }

    @Test
    void beginOfATransactionOpensNoBody() {
        assertThat(mysql("BEGIN; INSERT INTO a VALUES (1); COMMIT;")).hasSize(3);
    }

    @Test
    void delimiterLinesChangeTheEnd() {
        assertThat(mysql("DELIMITER //\nSELECT 1; SELECT 2//\ndelimiter ;\nSELECT 3;"))
                .containsExactly("SELECT 1; SELECT 2", "SELECT 3");
    }

    @Test
    void commentsThatMysqlRunsAreStatements() {
        assertThat(mysql("/*!50001 SELECT 1 */; /* plain */;")).containsExactly("/*!50001 SELECT 1 */");
    }

    @Test
    void whatIsNotClosedReachesToTheEnd() {
        assertThat(postgres("SELECT 'a; SELECT 2;")).containsExactly("SELECT 'a; SELECT 2;");
        assertThat(postgres("SELECT $$a; SELECT 2;")).containsExactly("SELECT $$a; SELECT 2;");
        assertThat(mysql("SELECT 'a\\")).containsExactly("SELECT 'a\\");
    }

    private static List<String> postgres(String text) {
        return SqlScript.statements(text, ScriptSyntax.POSTGRES);
    }

    private static List<String> mysql(String text) {
        return SqlScript.statements(text, ScriptSyntax.MYSQL);
    }
}
