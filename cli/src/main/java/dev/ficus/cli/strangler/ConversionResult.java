package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.HtmlPage;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.schema.ConversionReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code schema convert}.
 *
 * @param database the name of the database whose history got the files
 * @param files in the order in which they run
 * @param written false where the same files were there already
 */
public record ConversionResult(
        String domain,
        String database,
        List<String> files,
        boolean written,
        List<String> tables,
        List<Finding> findings)
        implements Result {

    /** Something that was not carried over one to one. */
    public record Finding(String kind, String where, String what, String reason, String todo) {}

    public static ConversionResult of(ConversionReport report, DatabaseSettings postgres) {
        return new ConversionResult(
                report.domain(),
                postgres.name(),
                report.files().stream().map(Path::toString).toList(),
                report.written(),
                report.tables(),
                report.findings().stream()
                        .map(f -> new Finding(f.kind().word(), f.where(), f.what(), f.reason(), f.todo()))
                        .toList());
    }

    @Override
    public String document() {
        return "schema-convert";
    }

    @Override
    public void writeText(TextPrinter out) {
        String did = written ? "wrote " : files.isEmpty() ? "nothing to run" : "found unchanged: ";
        out.line(out.style().strong(domain) + ": " + did + String.join(", ", files));
        out.line("  tables: " + String.join(", ", tables));
        for (Finding finding : findings) {
            out.line("  " + out.style().attention(finding.kind()) + " " + finding.where() + ": " + finding.what());
            out.line("    because: " + finding.reason());
            out.line("    to do: " + finding.todo());
        }
    }

    /** The same as a page: a table with a row for each finding. */
    public String html() {
        HtmlPage page = new HtmlPage("Conversion of domain " + domain);
        page.paragraph((written ? "Written" : "Unchanged") + " for database " + database + ":");
        page.items(files);
        page.heading("Tables");
        page.items(tables);
        page.heading("What is not carried over one to one");
        page.paragraph(findings.isEmpty() ? "Nothing." : "Findings: " + findings.size() + ".");
        page.table(
                List.of("Where", "What became of it", "What", "Why", "What to do"),
                findings.stream()
                        .map(f -> List.of(f.where(), f.kind(), f.what(), f.reason(), f.todo()))
                        .toList());
        return page.text();
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate up --db " + database);
    }
}
