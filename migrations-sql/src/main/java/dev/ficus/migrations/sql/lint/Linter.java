package dev.ficus.migrations.sql.lint;

import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintReport.Finding;
import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.LintRule.Severity;
import dev.ficus.migrations.sql.lint.LintedChange.LintedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at changes with the rules of one server. Not thread-safe. */
public final class Linter<A extends SqlAction> {
    private final String server;
    private final SqlReader<A> reader;
    private final List<Rule<A>> rules;
    private final Tables tables;
    private final LintRule notUnderstood;
    private final LintRule noWayBack;
    private final LintRule uselessAllowance;

    /**
     * @param server as {@link LintReport#server}
     * @param prefix two letters before the numbers of the rules that every server has
     */
    public Linter(String server, String prefix, SqlReader<A> reader, List<Rule<A>> rules, Tables tables) {
        this.server = server;
        this.reader = reader;
        this.rules = List.copyOf(rules);
        this.tables = tables;
        this.notUnderstood = new LintRule(prefix + "000", Severity.INFO, "a statement that is not understood");
        this.noWayBack = new LintRule(prefix + "098", Severity.WARNING, "a change without a way back");
        this.uselessAllowance = new LintRule(prefix + "099", Severity.WARNING, "an allow that allows nothing");
    }

    /** All rules, in the order of their ids. */
    public List<LintRule> rules() {
        return Stream.of(
                        Stream.of(notUnderstood),
                        rules.stream().map(Rule::rule),
                        Stream.of(noWayBack, uselessAllowance))
                .flatMap(each -> each)
                .toList();
    }

    /** What is found in these changes, which stand in the order in which they run. */
    public LintReport lint(List<LintedChange> changes) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Set<String> pending = new HashSet<>();
        int statements = 0;
        for (LintedChange change : changes) {
            Set<String> made = change.pending() ? pending : new HashSet<>();
            new Look(change, made, findings).look();
            statements += change.statements().size();
        }
        return new LintReport(server, changes.size(), statements, findings);
    }

    /** One change under the rules. */
    private final class Look {
        private final LintedChange change;
        private final Set<String> newTables;
        private final List<Finding> findings;
        private final List<A> earlier = new ArrayList<>();

        Look(LintedChange change, Set<String> newTables, List<Finding> findings) {
            this.change = change;
            this.newTables = newTables;
            this.findings = findings;
        }

        void look() throws SQLException {
            for (int number = 0; number < change.statements().size(); number++) {
                LintedStatement statement = change.statements().get(number);
                List<Finding> found = new ArrayList<>();
                if (number == 0 && !change.reversible()) {
                    found.add(finding(
                            noWayBack,
                            statement,
                            "change " + change.id() + " cannot be taken back",
                            "add a U file (V001__name.sql has U001__name.sql), or a rollback in Liquibase's formats"));
                }
                found.addAll(found(statement));
                found.stream().filter(each -> !isAllowed(statement, each)).forEach(findings::add);
                findings.addAll(useless(statement, found));
            }
        }

        private List<Finding> found(LintedStatement statement) throws SQLException {
            Optional<List<A>> actions = read(statement);
            if (actions.isEmpty()) {
                return List.of(finding(
                        notUnderstood,
                        statement,
                        "the statement is not understood, and nothing is said about it: "
                                + statement.text().map(Linter::brief).orElse("it shows only when it runs"),
                        "read it with the manual of the server"));
            }
            Scope<A> scope = new Scope<>(change, statement.text().orElseThrow(), actions.get(), earlier, newTables);
            List<Finding> found = new ArrayList<>();
            for (Rule<A> rule : rules) {
                List<Hit> hits = new ArrayList<>();
                rule.check().look(scope, (table, what, fix) -> hits.add(new Hit(table, what, fix)));
                for (Hit hit : hits) {
                    found.add(finding(rule.rule(), statement, hit.what() + size(hit.table()), hit.fix()));
                }
            }
            earlier.addAll(actions.get());
            actions.get().forEach(action -> action.createdTable().ifPresent(newTables::add));
            return found;
        }

        private Optional<List<A>> read(LintedStatement statement) throws SQLException {
            return statement.text().isEmpty()
                    ? Optional.empty()
                    : reader.read(statement.text().get());
        }

        private String size(String table) throws SQLException {
            return tables.size(table)
                    .map(size -> "; table " + table + " has " + size.words())
                    .orElse("");
        }

        private List<Finding> useless(LintedStatement statement, List<Finding> found) {
            List<Finding> useless = new ArrayList<>();
            for (Allowance allowance : statement.allowed()) {
                if (found.stream().noneMatch(each -> each.rule().id().equals(allowance.rule()))) {
                    useless.add(finding(
                            uselessAllowance,
                            statement,
                            "the comment allows " + allowance.rule() + ", which is not found here",
                            "remove the comment"));
                } else if (allowance.reason().isEmpty()) {
                    useless.add(finding(
                            uselessAllowance,
                            statement,
                            "the comment allows " + allowance.rule() + " and gives no reason",
                            "write the reason behind it: -- ficus: allow " + allowance.rule() + " REASON"));
                }
            }
            return useless;
        }

        private boolean isAllowed(LintedStatement statement, Finding finding) {
            return statement.allowed().stream()
                    .anyMatch(
                            allowance -> allowance.rule().equals(finding.rule().id())
                                    && !allowance.reason().isEmpty());
        }

        private Finding finding(LintRule rule, LintedStatement statement, String what, String fix) {
            return new Finding(rule, change.id(), change.file(), statement.line(), what, fix);
        }
    }

    private record Hit(String table, String what, String fix) {}

    private static String brief(String statement) {
        String line = statement.strip().replaceAll("\\s+", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
}
