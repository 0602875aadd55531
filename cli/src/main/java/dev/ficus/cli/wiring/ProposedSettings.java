package dev.ficus.cli.wiring;

import dev.ficus.dualwrite.proposal.DomainProposal;
import dev.ficus.dualwrite.proposal.ProposedDomain;
import dev.ficus.dualwrite.proposal.Tie;
import java.util.List;
import java.util.function.Function;

/** The text of a {@code ficus.yaml} that says in comments why its domains are what they are. */
final class ProposedSettings {
    private static final int COLUMNS = 100;
    private static final String PLAIN = "[A-Za-z][A-Za-z0-9_]*";
    private static final String WORD_OF_YAML = "(?i)y|n|yes|no|on|off|true|false|null";

    private final StringBuilder text = new StringBuilder();
    private final ProjectSource source;
    private final DomainProposal proposal;

    ProposedSettings(ProjectSource source, DomainProposal proposal) {
        this.source = source;
        this.proposal = proposal;
    }

    String text() {
        line(
                "# Settings of Ficus, proposed by: ficus init --from. Paths are relative to this file. Secrets come from the");
        line("# environment, ${env:NAME}, or from a file, ${file:PATH}; a password does not belong into this file.");
        line("");
        line("# `migrations` is the directory of the change files; leave it out where a database keeps no history.");
        line("databases:");
        database("legacy", source.url(), scalar(source.user()), source.passwordVariable(), "migrations-mysql");
        line(
                source.to().isPresent()
                        ? "  # Correct the user."
                        : "  # Fill this in: the PostgreSQL database that the domains move to, and its user.");
        database("primary", source.toOrPlaceholder(), "ficus", "PRIMARY_PASSWORD", "migrations-postgres");
        line("");
        line(
                "# The way off MySQL. A domain is a group of tables that move together; each table belongs to one domain.");
        line(
                "# Above each stand the foreign keys that hold it together. Join and divide them as the application needs.");
        line("strangler:");
        line("  from: legacy");
        line("  to: primary");
        line(proposal.domains().isEmpty() ? "  domains: {}" : "  domains:");
        proposal.domains().forEach(this::domain);
        remarks();
        return text.toString();
    }

    private void database(String name, String url, String user, String variable, String migrations) {
        line("  " + name + ":");
        line("    url: " + quoted(url));
        line("    user: " + user);
        line("    password: \"${env:" + variable + "}\"");
        line("    migrations: " + migrations);
    }

    private void domain(ProposedDomain domain) {
        domain.because().forEach(reason -> comment("    ", reason));
        domain.cut()
                .ifPresent(cut -> comment("    ", "large, " + domain.tables().size() + " tables: " + cut));
        List<String> tables =
                domain.tables().stream().map(ProposedSettings::scalar).toList();
        String name = "    " + scalar(domain.name()) + ":";
        String flow = name + " { tables: [" + String.join(", ", tables) + "] }";
        if (flow.length() <= COLUMNS) {
            line(flow);
        } else {
            line(name);
            line("      tables:");
            tables.forEach(table -> line("        - " + table));
        }
    }

    private void remarks() {
        remark(
                "Hints: columns that are called like the key of a table of another domain. No foreign key says so, and"
                        + " nothing follows from them; if one is right, think about joining the two domains.",
                proposal.hints(),
                Tie::words);
        remark("Foreign keys into another database, which no domain here covers.", proposal.leaving(), Tie::words);
        remark(
                "In no domain, with what to do first if it is to move, too.",
                proposal.leftOut(),
                table -> table.name()
                        + table.domain()
                                .map(domain -> ", tied to domain " + domain)
                                .orElse("") + ": " + table.what() + "; to do: " + table.todo());
    }

    private <T> void remark(String title, List<T> items, Function<T, String> words) {
        if (!items.isEmpty()) {
            line("");
            comment("  ", title);
            items.forEach(item -> comment("  ", "  " + words.apply(item)));
        }
    }

    private void comment(String indent, String words) {
        line(indent + "# " + words.replaceAll("\\p{Cntrl}", "?"));
    }

    /** A name bare where YAML reads it as that text, else quoted. */
    private static String scalar(String name) {
        return name.matches(PLAIN) && !name.matches(WORD_OF_YAML) ? name : quoted(name);
    }

    private static String quoted(String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${");
        return "\"" + escaped + "\"";
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
