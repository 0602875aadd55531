package dev.ficus.cli.migrate;

import static dev.ficus.cli.migrate.PrintedResult.LEGACY;
import static dev.ficus.cli.migrate.PrintedResult.PRIMARY;
import static dev.ficus.cli.migrate.PrintedResult.json;
import static dev.ficus.cli.migrate.PrintedResult.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ficus.cli.report.Sarif;
import dev.ficus.cli.report.Summary;
import dev.ficus.cli.report.TestCase;
import dev.ficus.cli.report.TestSuite;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.LintRule.Severity;
import dev.ficus.core.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {
    private static final LintReport FOUND = new LintReport(
            "PostgreSQL 15.18",
            2,
            5,
            List.of(
                    new LintReport.Finding(
                            new LintRule("PG001", Severity.WARNING, "an index that blocks writes"),
                            "V2__index",
                            "V2__index.sql",
                            OptionalInt.of(3),
                            "writes to orders wait until the index is built",
                            "write CREATE INDEX CONCURRENTLY, alone in its change"),
                    new LintReport.Finding(
                            new LintRule("PG002", Severity.INFO, "no way back"),
                            "V3__x",
                            "V3__x.sql",
                            OptionalInt.empty(),
                            "the change has no way back",
                            "add U3__x.sql")));

    @Test
    void lintShowsRulePlaceAndCure() {
        LintResult result = lint("error");
        assertThat(text(result)).isEqualTo("""
                primary (postgres): 2 findings in 2 changes, by the rules for PostgreSQL 15.18
                  warning PG001  V2__index.sql:3
                    writes to orders wait until the index is built
                    fix: write CREATE INDEX CONCURRENTLY, alone in its change
                  info PG002  V3__x.sql
                    the change has no way back
                    fix: add U3__x.sql
                """);
        JsonNode document = json(result);
        assertThat(document.at("/databases/0/findings/0/page").asText()).isEqualTo("docs/lint/PG001.md");
        assertThat(document.at("/databases/0/findings/1/line").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"error, 0", "warning, 1", "info, 2"})
    void findingsFailTheCommandFromTheChosenSeverityOn(String failOn, int failing) {
        LintResult result = lint(failOn);
        assertThat(result.verdict()).hasSize(failing == 0 ? 0 : 1);
        assertThat(result.suites().get(0).cases().stream().filter(each -> each.verdict() instanceof TestCase.Failed))
                .hasSize(failing);
        result.verdict().forEach(problem -> json(result, problem));
    }

    @Test
    void verdictIsNoTestCaseBesideTheFindings() {
        LintResult result = lint("info");
        assertThat(TestSuite.of("ficus migrate lint", result, result.verdict()))
                .extracting(TestSuite::name)
                .containsExactly("primary");
        Problem other = new Problem(ErrorCode.CANNOT_CONNECT, "no answer", "legacy", "look");
        assertThat(TestSuite.of("ficus migrate lint", result, List.of(other)))
                .as("a database that could not be looked at is one")
                .extracting(TestSuite::name)
                .containsExactly("primary", "ficus migrate lint");
    }

    @Test
    void sarifIsWhatItsStandardAsksFor() throws IOException {
        Problem problem = new Problem(ErrorCode.CANNOT_CONNECT, "no answer", "legacy", "look");
        String whole = Sarif.of("0.1.0", findings(), List.of());
        assertThat(violations(whole)).isEmpty();
        assertThat(violations(Sarif.of("0.1.0", List.of(), List.of(problem)))).isEmpty();
        assertThat(violations(whole.replace("\"startLine\" : 3", "\"startLine\" : \"3\"")))
                .as("the schema finds what is wrong")
                .isNotEmpty();
        JsonNode run = JsonMapper.builder().build().readTree(whole).at("/runs/0");
        assertThat(run.at("/results/0/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("primary/V2__index.sql");
        assertThat(run.at("/results/0/level").asText()).isEqualTo("warning");
        assertThat(run.at("/results/1/level").asText()).isEqualTo("note");
        assertThat(run.at("/tool/driver/rules/0/help/text").asText()).endsWith("docs/lint/PG001.md");
        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isTrue();
    }

    @Test
    void summaryOfFindingsIsATable() {
        assertThat(Summary.of("ficus migrate lint", lint("error"), List.of())).isEqualTo("""
                ## ficus migrate lint

                | database | kind | findings |
                | --- | --- | --- |
                | primary | postgres | 2 findings in 2 changes, by the rules for PostgreSQL 15.18 |

                | severity | rule | where | what | instead |
                | --- | --- | --- | --- | --- |
                | warning | PG001 | V2\\_\\_index.sql:3 | writes to orders wait until the index is built | write CREATE INDEX CONCURRENTLY, alone in its change |
                | info | PG002 | V3\\_\\_x.sql | the change has no way back | add U3\\_\\_x.sql |
                """);
    }

    @Test
    void driftShowsBothSidesOfEachDifference() {
        DriftReport report = new DriftReport(
                "a scratch database on the same server",
                7,
                41,
                List.of(
                        new DriftReport.Difference(
                                DriftReport.Kind.CHANGED,
                                "column",
                                "orders.status",
                                Optional.of("text"),
                                Optional.of("varchar(10)")),
                        new DriftReport.Difference(
                                DriftReport.Kind.UNEXPECTED,
                                "index",
                                "orders.hotfix",
                                Optional.empty(),
                                Optional.of("btree (status)"))));
        DriftResult result = new DriftResult(List.of(
                DriftResult.of(PRIMARY, report), DriftResult.of(LEGACY, new DriftReport("there", 1, 2, List.of()))));
        assertThat(text(result)).isEqualTo("""
                primary (postgres): 2 differences; 41 objects compared, 7 changes replayed on a scratch database on the same server
                  changed  column orders.status
                    expected: text
                    actual:   varchar(10)
                  unexpected  index orders.hotfix
                    actual:   btree (status)
                legacy (mysql): no drift; 2 objects compared, 1 change replayed on there
                """);
        assertThat(result.verdict()).hasSize(1);
        assertThat(json(result, result.verdict().get(0))
                        .at("/databases/0/differences/1/expected")
                        .isNull())
                .isTrue();
    }

    private static LintResult lint(String failOn) {
        return new LintResult(failOn, List.of(LintResult.of(PRIMARY, FOUND)));
    }

    private static List<Sarif.Finding> findings() {
        Settings settings = new Settings(Path.of("ficus.yaml"), List.of(PRIMARY), Optional.empty());
        return LintSarif.findings(lint("error"), settings, Path.of("ficus.yaml"));
    }

    /** By the schema that the standard publishes. */
    private static List<String> violations(String sarif) throws IOException {
        try (InputStream schema = Sarif.class.getClassLoader().getResourceAsStream("schema/sarif-schema-2.1.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(schema)
                    .validate(sarif, InputFormat.JSON)
                    .stream()
                    .map(Error::toString)
                    .toList();
        }
    }
}
