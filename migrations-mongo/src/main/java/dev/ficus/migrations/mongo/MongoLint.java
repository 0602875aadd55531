package dev.ficus.migrations.mongo;

import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintReport.Finding;
import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.LintRule.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at the changes of a history. */
final class MongoLint {
    private static final LintRule NO_WAY_BACK = new LintRule("MG098", Severity.WARNING, "a step without a way back");
    private static final LintRule USELESS = new LintRule("MG099", Severity.WARNING, "an allow that allows nothing");

    private final Path directory;
    private final String server;
    private final CollectionSizes sizes;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param server as {@link LintReport#server}
     */
    MongoLint(Path directory, String server, CollectionSizes sizes) {
        this.directory = directory;
        this.server = server;
        this.sizes = sizes;
    }

    /** All rules, in the order of their ids. */
    static List<LintRule> rules() {
        return Stream.concat(MongoRules.all().stream().map(MongoRule::rule), Stream.of(NO_WAY_BACK, USELESS))
                .toList();
    }

    /**
     * What is found in these changes, which stand in the order in which they run.
     *
     * @param pending those of them that are known not to have run
     */
    LintReport lint(List<MongoChange> changes, Set<MongoChange.ChangeKey> pending) {
        Set<String> made = new HashSet<>();
        int steps = 0;
        for (MongoChange change : changes) {
            look(change, pending.contains(change.key()) ? made : new HashSet<>());
            steps += change.steps().size();
        }
        return new LintReport(server, changes.size(), steps, findings);
    }

    private void look(MongoChange change, Set<String> made) {
        LintHints hints = change.isUnit() ? new LintHints(List.of(), List.of()) : hints(change.file());
        List<Finding> found = new ArrayList<>();
        for (int number = 0; number < change.steps().size(); number++) {
            OptionalInt line =
                    number < hints.lines().size() ? OptionalInt.of(hints.lines().get(number)) : OptionalInt.empty();
            LintStep step = new LintStep(change, change.steps().get(number), made);
            found.addAll(look(step, line));
            step.created().ifPresent(made::add);
        }
        List<String> allowed =
                hints.allowed().stream().map(each -> each.split("\\s+", 2)[0]).toList();
        found.stream().filter(each -> !allowed.contains(each.rule().id())).forEach(findings::add);
        allowed.stream()
                .filter(id -> found.stream().noneMatch(each -> each.rule().id().equals(id)))
                .forEach(id -> findings.add(new Finding(
                        USELESS,
                        change.id(),
                        change.file(),
                        OptionalInt.of(1),
                        "the change allows " + id + ", which is not found in it",
                        "take " + id + " out of allow")));
    }

    private List<Finding> look(LintStep step, OptionalInt line) {
        List<Finding> found = new ArrayList<>();
        MongoChange change = step.change();
        for (MongoRule rule : MongoRules.all()) {
            if (rule.finds().test(step)) {
                String what = rule.what().replace("%s", step.collection()) + size(step);
                found.add(new Finding(rule.rule(), change.id(), change.file(), line, what, rule.fix()));
            }
        }
        if (step.step().rollback().isEmpty() && !change.isUnit()) {
            found.add(new Finding(
                    NO_WAY_BACK,
                    change.id(),
                    change.file(),
                    line,
                    "the step cannot be taken back, and neither can the change",
                    "give the step a rollback"));
        }
        return found;
    }

    private String size(LintStep step) {
        Optional<String> size = step.collection().isEmpty() ? Optional.empty() : sizes.words(step.collection());
        return size.map(words -> "; collection " + step.collection() + " has " + words)
                .orElse("");
    }

    private LintHints hints(String file) {
        try {
            return LintHints.of(file, ChangeText.decode(Files.readAllBytes(directory.resolve(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
