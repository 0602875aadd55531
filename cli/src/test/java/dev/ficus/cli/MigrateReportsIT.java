package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a pipeline reads, from real runs. */
class MigrateReportsIT {
    @TempDir
    private Path directory;

    private ThreeHistories histories;

    @BeforeEach
    void threeHistories() {
        histories = new ThreeHistories(directory);
    }

    @Test
    void runThatFailsTellsItsReportsWhatRanAndWhatBroke() throws IOException {
        histories.project.file("primary/V002__broken.sql", "CREATE TABEL <x> (id INT);\n");
        CommandRun run =
                histories.project.run("migrate", "up", "--junit", file("up.xml"), "--summary", file("sub/up.md"));
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(Files.readString(directory.resolve("up.xml")).replaceAll("time=\"[0-9.]+\"", "time=T"))
                .startsWith("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <testsuites name="ficus migrate up" tests="3" failures="1" errors="0" time=T>
                          <testsuite name="legacy" tests="1" failures="0" errors="0" time=T skipped="0">
                            <testcase classname="legacy.V001__orders.sql" name="V001__orders" time=T></testcase>
                          </testsuite>
                          <testsuite name="primary" tests="1" failures="0" errors="0" time=T skipped="0">
                            <testcase classname="primary.V001__reviews.sql" name="V001__reviews" time=T></testcase>
                          </testsuite>
                          <testsuite name="content" tests="0" failures="0" errors="0" time=T skipped="0">
                          </testsuite>
                          <testsuite name="ficus migrate up" tests="1" failures="1" errors="0" time=T skipped="0">
                            <testcase classname="ficus migrate up.CHANGE_FAILED" \
                        """)
                .contains("<failure type=\"CHANGE_FAILED\"")
                .doesNotContain("<x>");
        assertThat(Files.readString(directory.resolve("sub/up.md")))
                .startsWith("""
                        ## ficus migrate up

                        | database | kind | outcome |
                        | --- | --- | --- |
                        """)
                .contains("| primary | postgres | failed after 1 change |", "| content | mongo | not reached |")
                .contains("### Problems", "CHANGE\\_FAILED");
    }

    @Test
    void commandThatFailsBeforeItBeginsStillWritesItsReports() throws IOException {
        Files.delete(directory.resolve("ficus.yaml"));
        CommandRun run =
                histories.project.run("migrate", "plan", "--junit", file("plan.xml"), "--summary", file("plan.md"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(directory.resolve("plan.xml")).content().contains("failures=\"1\"", "CONFIG_NOT_FOUND");
        assertThat(directory.resolve("plan.md")).content().contains("## ficus migrate plan", "CONFIG\\_NOT\\_FOUND");
    }

    @Test
    void reportThatCannotBeWrittenHidesNothingAndIsToldLast() {
        JsonNode document = histories.project.json(3, "migrate", "status", "--junit", directory.toString());
        assertThat(document.at("/error/code").asText()).isEqualTo("FILE_UNWRITABLE");
        assertThat(document.at("/databases/2/pending").asInt()).isEqualTo(1);
        JsonNode both = histories.project.json(4, "migrate", "status", "--exit-code", "--junit", directory.toString());
        assertThat(both.at("/error/code").asText()).isEqualTo("CHANGES_PENDING");
        assertThat(both.at("/problems/3/code").asText()).isEqualTo("FILE_UNWRITABLE");
    }

    @Test
    void findingsGoToCodeScanningWithThePathsOfTheProject() throws IOException {
        histories.project.file(
                "primary/V002__slow.sql", "-- a comment\nCREATE INDEX slow ON reviews (id);\nDROP TABLE reviews;\n");
        CommandRun run = histories.project.run(
                "migrate",
                "lint",
                "--all",
                "--db",
                "primary",
                "--fail-on",
                "info",
                "--sarif",
                file("lint.sarif"),
                "--junit",
                file("lint.xml"),
                "--summary",
                file("lint.md"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        JsonNode sarif = JsonMapper.builder()
                .build()
                .readTree(directory.resolve("lint.sarif").toFile());
        assertThat(sarif.findValuesAsText("uri")).contains("primary/V002__slow.sql");
        assertThat(sarif.findValuesAsText("ruleId")).isNotEmpty().allMatch(id -> id.matches("PG\\d{3}"));
        assertThat(sarif.at("/runs/0/invocations/0/executionSuccessful").asBoolean())
                .as("a finding is no failure of the tool")
                .isTrue();
        for (String rule : sarif.findValuesAsText("ruleId")) {
            assertThat(Path.of("../docs/lint", rule + ".md")).exists();
            assertThat(directory.resolve("lint.xml")).content().contains("<failure type=\"" + rule + "\"");
            assertThat(directory.resolve("lint.md")).content().contains("| " + rule + " |");
        }
        assertThat(directory.resolve("lint.xml")).content().doesNotContain("LINT_FINDINGS");
    }

    @Test
    void lintThatCannotLookSaysSoInItsFile() throws IOException {
        DatabaseSettings gone = new DatabaseSettings(
                "gone",
                DatabaseKind.POSTGRES,
                "jdbc:postgresql://127.0.0.1:1/x",
                Optional.of("a"),
                Optional.of("b"),
                Optional.empty());
        Project project = new Project(directory.resolve("gone"))
                .database(gone)
                .file("gone/V001__x.sql", "CREATE TABLE x (id INT);\n");
        CommandRun run = project.run("migrate", "lint", "--sarif", file("lint.sarif"));
        assertThat(run.exitCode()).isEqualTo(3);
        JsonNode sarif = JsonMapper.builder()
                .build()
                .readTree(directory.resolve("lint.sarif").toFile());
        assertThat(sarif.at("/runs/0/invocations/0/executionSuccessful").asBoolean())
                .isFalse();
        assertThat(sarif.at("/runs/0/invocations/0/toolExecutionNotifications/0/message/text")
                        .asText())
                .startsWith("CANNOT_CONNECT: ");
    }

    @Test
    void validateAndStatusAndDownAreTestCasesToo() throws IOException {
        histories.succeed("migrate", "up");
        histories.project.file("legacy/V002__notes.sql", "CREATE TABLE notes (id INT);\n");
        histories.succeed("migrate", "status", "--junit", file("status.xml"), "--summary", file("status.md"));
        assertThat(directory.resolve("status.xml")).content().contains("<skipped message=\"pending\"/>");
        assertThat(directory.resolve("status.md")).content().contains("| pending | V002\\_\\_notes |");
        histories.succeed("migrate", "validate", "--junit", file("validate.xml"));
        assertThat(directory.resolve("validate.xml")).content().contains("tests=\"3\" failures=\"0\"");
        histories.succeed("migrate", "down", "--steps", "1", "--db", "primary", "--yes", "--junit", file("down.xml"));
        assertThat(directory.resolve("down.xml")).content().contains("name=\"V001__reviews\"");
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }
}
