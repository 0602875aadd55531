package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.PostgresFence;
import org.junit.jupiter.api.Test;

/** Triggers of PostgreSQL's tables act on what the application writes, and not on what Ficus copies and applies. */
class TriggersIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void triggersActOnTheApplicationsWritesAlone() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, a INT NOT NULL, b INT NOT NULL, c INT NOT NULL)");
        fixture.mysql("INSERT INTO t VALUES (1, 0, 0, 0)");
        fixture.postgres(
                "CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b integer NOT NULL, c integer NOT NULL)",
                trigger("a", "false"),
                trigger("b", PostgresFence.ADMITTED),
                trigger("c", "false"),
                "ALTER TABLE t ENABLE ALWAYS TRIGGER b",
                "ALTER TABLE t ENABLE ALWAYS TRIGGER c");
        try (MovingDomain domain = new MovingDomain(fixture, ConversionSettings.NONE, "t")) {
            domain.backfill();
            assertThat(fixture.postgresRows("SELECT a, b FROM t")).containsExactly("0|0");
            assertThat(fixture.postgresRows("SELECT c FROM t"))
                    .as("the control: a trigger that always fires and does not look acts")
                    .containsExactly("7");
            fixture.postgres("DROP TRIGGER c ON t");
            domain.stream();
            fixture.mysql("UPDATE t SET c = 1", "INSERT INTO t VALUES (2, 0, 0, 0)");
            domain.awaitPostgres("SELECT * FROM t ORDER BY id", "1|0|0|1", "2|0|0|0");
            domain.toDualWrite();
            fixture.postgres("UPDATE t SET c = 2 WHERE id = 1");
            domain.awaitMysql("SELECT * FROM t ORDER BY id", "1|7|7|2", "2|0|0|0");
        }
    }

    /** Sets the column of its name to 7. */
    private static String trigger(String name, String leavesWhen) {
        return """
                CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  IF %2$s THEN
                    RETURN NEW;
                  END IF;
                  NEW.%1$s := 7;
                  RETURN NEW;
                END $$;
                CREATE TRIGGER %1$s BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION %1$s()
                """.formatted(name, leavesWhen);
    }
}
