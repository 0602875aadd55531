package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.wiring.NewProject;
import dev.ficus.dualwrite.proposal.DomainProposal;
import dev.ficus.dualwrite.proposal.ProposedDomain;
import dev.ficus.dualwrite.proposal.Tie;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code init --from}.
 *
 * @param hints what names alone suggest, such as {@code comments.post_id -> posts.id}
 * @param leaving foreign keys into another database
 */
public record ProposalResult(
        String file,
        List<String> directories,
        List<Domain> domains,
        List<String> hints,
        List<String> leaving,
        List<LeftOut> leftOut)
        implements Result {

    /**
     * A domain that is proposed.
     *
     * @param keys the foreign keys that hold it together
     * @param cut where it could be divided; null where it is not large
     */
    public record Domain(
            String name,
            List<String> tables,
            List<String> keys,
            @Nullable String cut) {
        private static Domain of(ProposedDomain domain) {
            return new Domain(
                    domain.name(),
                    domain.tables(),
                    domain.ties().stream().map(Tie::words).toList(),
                    domain.cut().orElse(null));
        }
    }

    /**
     * What is in no domain.
     *
     * @param domain the one that it is tied to; null where it is tied to none
     */
    public record LeftOut(
            String name, String what, String todo, @Nullable String domain) {}

    public static ProposalResult of(NewProject.Proposed proposed) {
        DomainProposal proposal = proposed.proposal();
        return new ProposalResult(
                proposed.project().file(),
                proposed.project().directories(),
                proposal.domains().stream().map(Domain::of).toList(),
                proposal.hints().stream().map(Tie::words).toList(),
                proposal.leaving().stream().map(Tie::words).toList(),
                proposal.leftOut().stream()
                        .map(table -> new LeftOut(
                                table.name(),
                                table.what(),
                                table.todo(),
                                table.domain().orElse(null)))
                        .toList());
    }

    @Override
    public String document() {
        return "init";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.line("wrote " + file);
        directories.forEach(directory -> out.line("made  " + directory));
        out.line(domains.isEmpty() ? "no table can be in a domain as it is" : "domains");
        domains.forEach(domain -> write(out, domain));
        list(out, "hints: names alone say so, and nothing follows from them", hints);
        list(out, "foreign keys into another database", leaving);
        if (!leftOut.isEmpty()) {
            out.line("in no domain");
        }
        for (LeftOut table : leftOut) {
            String tied = table.domain() == null ? "" : ", tied to domain " + table.domain();
            out.line("  " + table.name() + tied + ": " + table.what());
            out.line("    to do: " + table.todo());
        }
    }

    private static void write(TextPrinter out, Domain domain) {
        out.paragraph("  " + domain.name() + ": ", "tables " + String.join(", ", domain.tables()));
        if (domain.keys().isEmpty()) {
            out.line("    no foreign key ties it to another table");
        }
        domain.keys().forEach(key -> out.line("    " + key));
        if (domain.cut() != null) {
            out.paragraph("    ", "large, " + domain.tables().size() + " tables: " + domain.cut());
        }
    }

    private static void list(TextPrinter out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.line(title);
            lines.forEach(line -> out.line("  " + line));
        }
    }

    @Override
    public Optional<String> next() {
        return Optional.of("doctor");
    }
}
