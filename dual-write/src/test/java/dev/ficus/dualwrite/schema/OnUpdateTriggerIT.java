package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ON UPDATE CURRENT_TIMESTAMP}: PostgreSQL's triggers do what MySQL does. */
class OnUpdateTriggerIT {
    private static final String OLD = "'2001-01-01 00:00:00'";

    @TempDir
    private Path directory;

    private StranglerFixture fixture;

    @BeforeEach
    void twoColumnsThatAreSetByThemselves() {
        fixture = StranglerFixture.fresh();
        fixture.mysql("CREATE TABLE note (id INT PRIMARY KEY, body TEXT, size INT,"
                + " at DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),"
                + " `Seen $$` TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP)");
        new Conversion(fixture, directory).run("note");
    }

    /** Each statement runs on both servers, on the same row; then each column was set or was not, on both alike. */
    @Test
    void whatAnUpdateSetsIsTheSameOnBothSides() {
        for (String set : List.of(
                "body = 'b'",
                "body = 'a'",
                "body = 'A'",
                "body = NULL",
                "id = 2",
                "body = 'b', at = at",
                "body = 'b', at = " + OLD,
                "body = 'b', `Seen $$` = NULL",
                "at = '2002-01-01 00:00:00'",
                "`Seen $$` = '2002-01-01 00:00:00'",
                "at = NULL",
                "body = 'b', at = at, `Seen $$` = `Seen $$`",
                "size = size + 0",
                "size = size + 1")) {
            for (String seen : List.of("NULL", OLD)) {
                assertThat(postgres(set, seen)).as(set + ", from " + seen).isEqualTo(mysql(set, seen));
            }
        }
    }

    @Test
    void timeThatIsSetHasTheFractionOfItsColumn() {
        fixture.postgres("INSERT INTO note (id) VALUES (1)", "UPDATE note SET body = 'new'");

        assertThat(fixture.postgresRows("SELECT at > localtimestamp - interval '1 minute',"
                        + " \"Seen $$\" = date_trunc('second', \"Seen $$\") FROM note"))
                .containsExactly("t|t");
    }

    @Test
    void roleOfTheStreamsFiresNoTrigger() {
        fixture.postgres(
                "INSERT INTO note (id, at) VALUES (1, " + OLD + ")",
                "SET session_replication_role = replica; UPDATE note SET body = 'new'");
        assertThat(fixture.postgresRows("SELECT at, \"Seen $$\" FROM note"))
                .as("replicated")
                .containsExactly("2001-01-01 00:00:00|~");

        fixture.postgres("UPDATE note SET body = 'newer'");
        assertThat(fixture.postgresRows("SELECT at > '2001-01-02', \"Seen $$\" IS NOT NULL FROM note"))
                .as("the application's")
                .containsExactly("t|t");
    }

    private List<String> mysql(String set, String seen) {
        fixture.mysql(
                "DELETE FROM note",
                "INSERT INTO note VALUES (1, 'a', 1, " + OLD + ", " + seen + ")",
                "UPDATE note SET " + set);
        return fixture.mysqlRows(told("at", "at") + told(", `Seen $$`", "`Seen $$`") + " FROM note");
    }

    private List<String> postgres(String set, String seen) {
        String name = "\"Seen $$\"";
        fixture.postgres(
                "DELETE FROM note",
                "INSERT INTO note VALUES (1, 'a', 1, " + OLD + ", " + seen + ")",
                "UPDATE note SET " + set.replace("`", "\""));
        return fixture.postgresRows(told("at", "at") + told(", " + name, name) + " FROM note");
    }

    private static String told(String before, String column) {
        return (before.startsWith(",") ? ", " : "SELECT ") + "CASE WHEN " + column + " IS NULL THEN 'null' WHEN "
                + column + " < '2003-01-01' THEN cast(" + column + " as char(10)) ELSE 'now' END";
    }
}
