package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintReport.Finding;
import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule and its page in {@code docs/lint} say the same, and each page's examples are true. Needs no server. */
public abstract class LintPagesContract {
    private static final Path PAGES = Path.of("..", "docs", "lint");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sql (good|bad)\\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile("-- file: (\\S+)\\n");

    @TempDir
    private Path parent;

    /** Two letters, such as {@code PG}. */
    protected abstract String prefix();

    /** The kind of the database. */
    protected abstract DatabaseKind kind();

    /** The history under test, whose server is never asked. */
    protected abstract MigrationHistory open(DatabaseSettings database);

    /** All rules of the dialect. */
    protected abstract List<LintRule> rules();

    /** The ids of the rules. */
    protected final Stream<LintRule> eachRule() {
        return rules().stream();
    }

    @Test
    void everyRuleHasAPageAndEveryPageARule() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            List<String> pages = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(prefix()))
                    .map(name -> name.replace(".md", ""))
                    .sorted()
                    .toList();
            assertThat(rules()).extracting(LintRule::id).isSorted().containsExactlyElementsOf(pages);
        }
    }

    @Test
    void theIndexListsEveryRuleWithItsSeverity() throws IOException {
        String index = Files.readString(PAGES.resolve("README.md"));
        assertThat(rules())
                .allSatisfy(rule -> assertThat(index)
                        .contains("| [" + rule.id() + "](" + rule.id() + ".md) | " + rule.severity() + " | "
                                + rule.title() + " |"));
    }

    @ParameterizedTest
    @MethodSource("eachRule")
    void thePageHasTheTitleTheSeverityAndASource(LintRule rule) throws IOException {
        assertThat(Files.readString(page(rule)))
                .startsWith("# " + rule.id() + ": " + rule.title() + "\n\n**" + rule.severity() + "**\n")
                .contains("\nSource: [");
    }

    @ParameterizedTest
    @MethodSource("eachRule")
    void eachBadExampleOfThePageIsReportedWithItsLine(LintRule rule) throws IOException {
        List<String> examples = blocks(rule, "bad");
        assertThat(examples).isNotEmpty();
        for (int i = 0; i < examples.size(); i++) {
            LintReport report =
                    lint("bad" + i, List.of(examples.get(i)), rule.id().endsWith("98"));
            assertThat(report.findings())
                    .as(examples.get(i))
                    .anySatisfy(finding -> assertThat(finding.rule()).isEqualTo(rule));
            assertThat(report.findings()).allSatisfy(finding -> {
                assertThat(finding.line()).isPresent();
                assertThat(finding.what()).isNotBlank();
                assertThat(finding.fix()).isNotBlank().doesNotContain("%s");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("eachRule")
    void nothingIsFoundInTheGoodExamplesOfThePage(LintRule rule) throws IOException {
        List<String> examples = blocks(rule, "good");
        assertThat(examples).isNotEmpty();
        List<Finding> findings =
                lint("good", examples, rule.id().endsWith("98")).findings();
        assertThat(findings).as(String.join("\n", examples)).isEmpty();
    }

    private LintReport lint(String name, List<String> examples, boolean asTheyAre) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(name));
        for (int i = 0; i < examples.size(); i++) {
            String text = examples.get(i);
            Matcher file = FILE.matcher(text);
            boolean named = file.lookingAt();
            String own = "V00" + (i + 1) + "__example.sql";
            Files.writeString(
                    directory.resolve(named ? file.group(1) : own), named ? text.substring(file.end()) : text);
            if (!asTheyAre) {
                Files.writeString(directory.resolve(own.replace('V', 'U')), "SELECT 1;\n");
            }
        }
        DatabaseSettings nowhere = new DatabaseSettings(
                "primary",
                kind(),
                "jdbc:none://127.0.0.1:1/none",
                Optional.empty(),
                Optional.empty(),
                Optional.of(directory));
        try (MigrationHistory history = open(nowhere)) {
            return history.lint(new LintOptions(true, true));
        }
    }

    private static List<String> blocks(LintRule rule, String kind) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page(rule)));
        while (block.find()) {
            if (block.group(1).equals(kind)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    private static Path page(LintRule rule) {
        return PAGES.resolve(rule.id() + ".md");
    }
}
