package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintRule;
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
class LintPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "lint");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml (good|bad)\\n(.*?)^```$");

    @TempDir
    private Path parent;

    static Stream<LintRule> eachRule() {
        return MongoLint.rules().stream();
    }

    @Test
    void everyRuleHasAPageAndEveryPageARule() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            List<String> pages = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("MG"))
                    .map(name -> name.replace(".md", ""))
                    .sorted()
                    .toList();
            assertThat(MongoLint.rules()).extracting(LintRule::id).isSorted().containsExactlyElementsOf(pages);
        }
    }

    @ParameterizedTest
    @MethodSource("eachRule")
    void thePageAndTheIndexHaveTheTitleAndTheSeverity(LintRule rule) throws IOException {
        assertThat(Files.readString(page(rule)))
                .startsWith("# " + rule.id() + ": " + rule.title() + "\n\n**" + rule.severity() + "**\n")
                .contains("\nSource: [");
        assertThat(Files.readString(PAGES.resolve("README.md")))
                .contains("| [" + rule.id() + "](" + rule.id() + ".md) | " + rule.severity() + " | " + rule.title()
                        + " |");
    }

    @ParameterizedTest
    @MethodSource("eachRule")
    void eachBadExampleOfThePageIsReportedWithItsLine(LintRule rule) throws IOException {
        List<String> examples = blocks(rule, "bad");
        assertThat(examples).isNotEmpty();
        for (int i = 0; i < examples.size(); i++) {
            LintReport report = lint("bad" + i, examples.get(i));
            assertThat(report.findings())
                    .as(examples.get(i))
                    .anySatisfy(finding -> assertThat(finding.rule()).isEqualTo(rule));
            assertThat(report.findings()).allSatisfy(finding -> {
                assertThat(finding.line()).isPresent();
                assertThat(finding.what()).isNotBlank().doesNotContain("%s");
                assertThat(finding.fix()).isNotBlank();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("eachRule")
    void nothingIsFoundInTheGoodExamplesOfThePage(LintRule rule) throws IOException {
        List<String> examples = blocks(rule, "good");
        assertThat(examples).isNotEmpty();
        for (int i = 0; i < examples.size(); i++) {
            assertThat(lint("good" + i, examples.get(i)).findings())
                    .as(examples.get(i))
                    .isEmpty();
        }
    }

    private LintReport lint(String name, String text) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(name));
        Files.writeString(directory.resolve("001-example.yaml"), text);
        DatabaseSettings nowhere = new DatabaseSettings(
                "content",
                DatabaseKind.MONGO,
                "mongodb://127.0.0.1:1/none",
                Optional.empty(),
                Optional.empty(),
                Optional.of(directory));
        try (MongoHistory history = MongoHistory.open(nowhere)) {
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
