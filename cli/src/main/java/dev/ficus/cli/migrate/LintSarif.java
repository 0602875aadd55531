package dev.ficus.cli.migrate;

import dev.ficus.cli.report.Sarif;
import dev.ficus.core.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/** The findings of {@code migrate lint} as SARIF. */
public final class LintSarif {
    private LintSarif() {}

    /**
     * The findings; files are named relative to the root of the project, as code scanning wants them.
     *
     * @param config the settings file as the user named it
     */
    public static List<Sarif.Finding> findings(LintResult result, Settings settings, Path config) {
        Path root = root(config);
        return result.databases().stream()
                .flatMap(database -> database.findings().stream()
                        .map(finding -> finding(finding, uri(root, settings, database.name(), finding.file()))))
                .toList();
    }

    private static Sarif.Finding finding(LintFinding finding, String uri) {
        return new Sarif.Finding(
                finding.rule(),
                finding.severity().equals("info") ? "note" : finding.severity(),
                finding.title(),
                finding.page(),
                finding.change() + ": " + finding.what() + "; fix: " + finding.fix(),
                uri,
                finding.line());
    }

    /** The present directory where the settings file is in it or below it: a checkout; else where the settings file is. */
    private static Path root(Path config) {
        Path here = Path.of("").toAbsolutePath().normalize();
        Path directory = config.toAbsolutePath().normalize().resolveSibling("");
        return directory.startsWith(here) ? here : directory;
    }

    private static String uri(Path root, Settings settings, String database, String file) {
        Path path = settings.database(database)
                .migrations()
                .orElseThrow()
                .resolve(file)
                .toAbsolutePath()
                .normalize();
        return path.startsWith(root)
                ? root.relativize(path).toString().replace('\\', '/').replace(" ", "%20")
                : path.toUri().toString();
    }
}
