package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a history is brought back to order with, by the very commands that the messages print. */
class MigrateRepairIT {
    private static final Pattern COMMAND = Pattern.compile("ficus (migrate repair [^;\\n]*)");

    @TempDir
    private Path directory;

    private ThreeHistories histories;

    @BeforeEach
    void threeHistories() {
        histories = new ThreeHistories(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "legacy, V001__orders.sql, -- edited",
        "primary, V001__reviews.sql, -- edited",
        "content, 001-reviews.yaml, # edited"
    })
    void editIsRecordedByTheCommandThatTheErrorPrints(String database, String file, String edit) throws IOException {
        histories.succeed("migrate", "up");
        Path path = histories.project.path(database + "/" + file);
        Files.writeString(path, Files.readString(path).replace("INT", "BIGINT") + edit);
        CommandRun refused = histories.project.run("migrate", "up", "--db", database);
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err()).startsWith("error CHECKSUM_MISMATCH: ");
        assertThat(histories
                        .project
                        .json(4, "migrate", "validate", "--db", database)
                        .at("/databases/0/problems/0/code")
                        .asText())
                .isEqualTo("CHECKSUM_MISMATCH");
        JsonNode repaired = histories.project.json(0, printed(refused.err(), 0));
        assertThat(repaired.get("action").asText()).isEqualTo("record-edit");
        assertThat(repaired.get("state").asText()).isEqualTo("applied");
        histories.succeed("migrate", "status", "--exit-code", "--db", database);
        assertThat(histories
                        .project
                        .json(4, printed(refused.err(), 0))
                        .at("/error/code")
                        .asText())
                .as("there is nothing left to repair")
                .isEqualTo("REPAIR_REFUSED");
    }

    @Test
    void halfAppliedChangeOfMysqlIsResumedByTheCommandThatTheErrorPrints() throws Exception {
        histories.project.file(
                "legacy/V002__half.sql",
                "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO later VALUES (1);\nCREATE TABLE b (id INT PRIMARY KEY);\n");
        CommandRun failed = histories.project.run("migrate", "up", "--db", "legacy");
        assertThat(failed.exitCode()).isEqualTo(4);
        assertThat(failed.err()).contains("error CHANGE_FAILED: change V002__half ", "1 of 3 statements ran");
        CommandRun again = histories.project.run("migrate", "up", "--db", "legacy");
        assertThat(again.exitCode()).isEqualTo(4);
        assertThat(again.err()).startsWith("error CHANGE_HALF_APPLIED: ");
        assertThat(histories
                        .project
                        .json(0, "migrate", "status", "--db", "legacy")
                        .at("/databases/0/halfApplied")
                        .asInt())
                .isEqualTo(1);

        ThreeHistories.execute(histories.legacy, "CREATE TABLE later (id INT PRIMARY KEY)");
        JsonNode resumed = histories.project.json(0, printed(again.err(), 0));
        assertThat(resumed.get("action").asText()).isEqualTo("resume");
        assertThat(resumed.get("statements").asInt()).isEqualTo(2);
        assertThat(ThreeHistories.tableExists(histories.legacy, "b")).isTrue();
        histories.succeed("migrate", "status", "--exit-code", "--db", "legacy");
    }

    @Test
    void halfAppliedChangeThatWasUndoneByHandIsPendingAgain() throws Exception {
        histories.project.file(
                "legacy/V002__half.sql", "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO later VALUES (1);\n");
        CommandRun failed = histories.project.run("migrate", "up", "--db", "legacy");
        ThreeHistories.execute(histories.legacy, "DROP TABLE a");
        String[] command = printed(failed.err(), 2);
        assertThat(command).contains("--mark-rolled-back");
        assertThat(histories.project.json(0, command).get("state").asText()).isEqualTo("pending");
        ThreeHistories.execute(histories.legacy, "CREATE TABLE later (id INT PRIMARY KEY)");
        histories.succeed("migrate", "up", "--db", "legacy");
    }

    @Test
    void databaseThatHasItsSchemaAlreadyIsTakenOver() throws Exception {
        ThreeHistories.execute(histories.legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        histories.assertRun(
                0, """
                legacy (mysql): 1 change recorded as applied
                  V001__orders  V001__orders.sql
                """, "next: ficus -c DIR/ficus.yaml migrate status\n", "migrate", "baseline", "--db", "legacy");
        histories.assertRun(
                0,
                "legacy (mysql): nothing to do\n",
                "next: ficus -c DIR/ficus.yaml migrate status\n",
                "migrate",
                "up",
                "--db",
                "legacy");
        JsonNode rest = histories.project.json(0, "migrate", "baseline");
        assertThat(rest.findValuesAsText("alreadyRecorded")).containsExactly("1", "0", "0");
        histories.succeed("migrate", "status", "--exit-code");
        assertThat(histories
                        .project
                        .json(4, "migrate", "baseline", "--db", "primary", "--from", "flyway")
                        .at("/error/code")
                        .asText())
                .as("there is no record of that tool")
                .isEqualTo("BASELINE_REFUSED");
    }

    @Test
    void changeWhoseFileIsGoneIsForgotten() throws IOException {
        histories.succeed("migrate", "up");
        Files.delete(histories.project.path("primary/V001__reviews.sql"));
        Files.delete(histories.project.path("primary/U001__reviews.sql"));
        CommandRun refused = histories.project.run("migrate", "up", "--db", "primary");
        assertThat(refused.err()).startsWith("error CHANGE_MISSING: ");
        String[] command = printed(refused.err(), 0);
        assertThat(command).contains("--forget");
        assertThat(histories.project.json(0, command).get("state").isNull()).isTrue();
        histories.succeed("migrate", "status", "--exit-code", "--db", "primary");
    }

    @Test
    void changeWithoutAWayBackIsRefusedBeforeAnythingIsUndone() throws Exception {
        histories
                .project
                .file("primary/V002__oneway.sql", "CREATE TABLE one_way (id INT);\n")
                .file("primary/V003__more.sql", "CREATE TABLE more (id INT);\n")
                .file("primary/U003__more.sql", "DROP TABLE more;\n");
        histories.succeed("migrate", "up", "--db", "primary");
        for (List<String> way : List.of(List.of("plan", "--down"), List.of("down", "--yes"))) {
            JsonNode refused = histories.project.json(
                    4, "migrate", way.get(0), way.get(1), "--to", "V001__reviews", "--db", "primary");
            assertThat(refused.at("/error/code").asText()).isEqualTo("CHANGE_IRREVERSIBLE");
        }
        assertThat(ThreeHistories.tableExists(histories.primary, "more")).isTrue();
        histories.succeed("migrate", "down", "--steps", "1", "--db", "primary", "--yes");
        assertThat(ThreeHistories.tableExists(histories.primary, "more")).isFalse();
    }

    /** The words of the command that a message prints, without {@code ficus}; the first is number 0. */
    private static String[] printed(String message, int number) {
        Matcher command = COMMAND.matcher(message);
        for (int i = 0; i <= number; i++) {
            assertThat(command.find()).as("command %s in %s", i, message).isTrue();
        }
        return command.group(1).strip().split(" ");
    }
}
