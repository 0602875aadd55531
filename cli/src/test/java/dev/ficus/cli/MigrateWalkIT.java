package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a change on all three kinds at once: new, lint, plan, up, tag, down, drift. */
class MigrateWalkIT {
    @TempDir
    private Path directory;

    private ThreeHistories histories;

    @BeforeEach
    void threeHistories() {
        histories = new ThreeHistories(directory);
    }

    @Test
    void changeGoesUpAsItWasReviewedAndDownToItsTag() throws Exception {
        String hash = ThreeHistories.hash(histories.succeed("migrate", "plan"));
        histories.succeed("migrate", "up", "--plan", hash);
        histories.assertRun(0, """
                legacy (mysql): first is V001__orders
                primary (postgres): first is V001__reviews
                content (mongo): first is create-reviews
                """, next("migrate plan --down --to first"), "migrate", "tag", "first");

        histories
                .project
                .file("legacy/V002__notes.sql", "CREATE TABLE notes (id INT PRIMARY KEY);\n")
                .file("legacy/U002__notes.sql", "DROP TABLE notes;\n")
                .file("primary/V002__tags.sql", "CREATE TABLE tags (id INT PRIMARY KEY);\n")
                .file("primary/U002__tags.sql", "DROP TABLE tags;\n")
                .file("content/002-tags.yaml", ThreeHistories.collection("tags"));
        histories.succeed("migrate", "up");
        assertThat(ThreeHistories.tableExists(histories.primary, "tags")).isTrue();

        String back = histories.succeed("migrate", "plan", "--down", "--to", "first");
        assertThat(back).contains("DROP TABLE notes", "DROP TABLE tags", "\"drop\": \"tags\"");
        histories.assertRun(
                0,
                """
                legacy (mysql): 1 change in TIME
                  V002__notes  V002__notes.sql  TIME
                primary (postgres): 1 change in TIME
                  V002__tags  V002__tags.sql  TIME
                content (mongo): 1 change in TIME
                  create-tags  002-tags.yaml  TIME
                """,
                """
                legacy: 0/1 changes, 0 %, V002__notes
                primary: 0/1 changes, 0 %, V002__tags
                content: 0/1 changes, 0 %, create-tags
                """ + next("migrate status"),
                "migrate",
                "down",
                "--to",
                "first",
                "--plan",
                ThreeHistories.hash(back));
        assertThat(ThreeHistories.tableExists(histories.primary, "tags")).isFalse();
        assertThat(ThreeHistories.tableExists(histories.legacy, "notes")).isFalse();
        assertThat(histories.project.json(4, "migrate", "status", "--exit-code").findValuesAsText("state"))
                .containsExactly("applied", "pending", "applied", "pending", "applied", "pending");
    }

    @Test
    void changeThatMovesAfterItsReviewKeepsEveryDatabaseAsItWas() throws Exception {
        String hash = ThreeHistories.hash(histories.succeed("migrate", "plan"));
        histories.project.file("content/002-tags.yaml", ThreeHistories.collection("tags"));
        histories.assertRun(4, "", """
                error PLAN_CHANGED: the plan is not the one that was reviewed; nothing ran
                  at:  databases legacy, primary, content
                  fix: make the plan again and review it: ficus migrate plan
                """, "migrate", "up", "--plan", hash);
        assertThat(ThreeHistories.tableExists(histories.legacy, "orders"))
                .as("the first database, whose own plan did not move")
                .isFalse();
        String own = ThreeHistories.hash(histories.succeed("migrate", "plan", "--db", "primary"));
        assertThat(histories.project.run("migrate", "up", "--plan", own).err())
                .contains("fix: that is the plan of primary alone: add --db primary\n");
        histories.succeed("migrate", "up", "--db", "primary", "--plan", own);
        assertThat(histories
                        .project
                        .json(4, "migrate", "up", "--db", "primary", "--plan", own)
                        .at("/error/code")
                        .asText())
                .as("a plan runs once")
                .isEqualTo("PLAN_CHANGED");
    }

    @Test
    void newChangeOfEachKindPassesLint() throws IOException {
        for (String name : List.of("legacy", "primary", "content")) {
            JsonNode created = histories.project.json(0, "migrate", "new", "add", "status", "--db", name);
            assertThat(created.get("files")).isNotEmpty();
            for (JsonNode file : created.get("files")) {
                assertThat(Files.exists(Path.of(file.asText()))).as("%s", file).isTrue();
            }
            JsonNode lint = histories.project.json(0, "migrate", "lint", "--db", name);
            assertThat(lint.at("/databases/0/name").asText()).isEqualTo(name);
        }
    }

    @Test
    void lateFileIsRefusedWithItsNameUnlessItIsAskedFor() {
        histories.succeed("migrate", "up");
        histories
                .project
                .file("primary/V003__late.sql", "CREATE TABLE late (id INT);\n")
                .file("primary/U003__late.sql", "DROP TABLE late;\n");
        histories.succeed("migrate", "up");
        histories.project.file("primary/V002__before.sql", "CREATE TABLE before_it (id INT);\n");
        for (String command : List.of("plan", "up")) {
            JsonNode refused = histories.project.json(4, "migrate", command, "--db", "primary");
            assertThat(refused.at("/error/code").asText()).as(command).isEqualTo("CHANGE_OUT_OF_ORDER");
            assertThat(refused.get("error").toString()).contains("V002__before");
        }
        histories.succeed("migrate", "up", "--db", "primary", "--out-of-order");
        assertThat(histories
                        .project
                        .json(0, "migrate", "status", "--exit-code")
                        .at("/databases/1/applied")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void targetStopsTheRunAndTheRestStaysPending() {
        histories
                .project
                .file("primary/V002__a.sql", "CREATE TABLE a (id INT);\n")
                .file("primary/V003__b.sql", "CREATE TABLE b (id INT);\n");
        histories.succeed("migrate", "up", "--db", "primary", "--to", "V002__a");
        assertThat(histories
                        .project
                        .json(0, "migrate", "status", "--db", "primary")
                        .findValuesAsText("state"))
                .containsExactly("applied", "applied", "pending");
        histories.succeed("migrate", "up", "--db", "primary", "--steps", "1");
        histories.assertRun(
                0,
                "primary (postgres): nothing to do\nplan HASH\n".replace("HASH", hashOf("primary")),
                next("migrate status"),
                "migrate",
                "plan",
                "--db",
                "primary");
    }

    @Test
    void driftFindsWhatWasMadeByHandAndNothingElse() throws Exception {
        histories.succeed("migrate", "up", "--db", "primary", "--db", "legacy");
        JsonNode none = histories.project.json(0, "migrate", "drift", "--db", "primary", "--db", "legacy");
        assertThat(none.findValues("differences")).allMatch(JsonNode::isEmpty);
        ThreeHistories.execute(histories.primary, "ALTER TABLE reviews ADD COLUMN by_hand INT");
        ThreeHistories.execute(histories.legacy, "ALTER TABLE orders ADD COLUMN by_hand INT");
        JsonNode found = histories.project.json(4, "migrate", "drift", "--db", "primary", "--db", "legacy");
        assertThat(found.at("/error/code").asText()).isEqualTo("DRIFT_FOUND");
        assertThat(found.findValuesAsText("name"))
                .containsExactly("legacy", "orders.by_hand", "primary", "reviews.by_hand");
    }

    @Test
    void driftInASandboxTellsWhichServerItStartsAndLeavesTheRealOneAlone() throws Exception {
        histories.succeed("migrate", "up", "--db", "primary");
        ThreeHistories.execute(histories.primary, "DROP TABLE reviews");
        CommandRun run = histories.project.run("migrate", "drift", "--db", "primary", "--scratch", "sandbox");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains("postgres: starting a server from source ", "error DRIFT_FOUND: ");
        assertThat(run.out()).contains("replayed on jdbc:postgresql://", "missing  table reviews");
        assertThat(run.out())
                .as("another server")
                .doesNotContain(histories.primary.url().replaceFirst("/[^/]*$", "/"));
    }

    private String hashOf(String database) {
        return histories
                .project
                .json(0, "migrate", "plan", "--db", database)
                .get("hash")
                .asText();
    }

    private static String next(String command) {
        return "next: ficus -c DIR/ficus.yaml " + command + "\n";
    }
}
