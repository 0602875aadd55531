package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.NearestName;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the changes of a run, and refuses what cannot run, before anything does. Reads nothing by itself. */
final class Plans {
    private final OpenHistory history;
    private final Comparison comparison;

    Plans(OpenHistory history, Comparison comparison) {
        this.history = history;
        this.comparison = comparison;
    }

    /**
     * The changes of a run in the order in which they run.
     *
     * @throws FicusException what {@code up} and {@code down} name
     */
    List<MongoChange> changes(PlanOptions options) {
        return options.direction() == Direction.UP ? up(options) : down(options.target());
    }

    /** See {@code MigrationPlan.hash}. */
    String hash(Direction direction, List<MongoChange> changes) {
        List<String> parts = new ArrayList<>();
        parts.add(direction.name());
        comparison.applied().forEach(ran -> parts.add("ran " + ran.key() + " " + ran.checksum()));
        boolean transactions = changes.stream().anyMatch(change -> change.transaction() != MongoChange.Transaction.NONE)
                && history.mongo().hasTransactions();
        for (MongoChange change : changes) {
            parts.add(
                    "change " + change.key() + " " + change.checksum() + " " + change.runsInTransaction(transactions));
            operations(change, direction).forEach(operation -> parts.add(operation.hash()));
        }
        return ChangeText.sha256(String.join("\n", parts));
    }

    /** @throws FicusException PLAN_CHANGED where a reviewed plan is not the one that would run now */
    void check(Optional<String> reviewed, PlanOptions options, List<MongoChange> changes) {
        if (reviewed.isPresent() && !reviewed.get().equals(hash(options.direction(), changes))) {
            throw new FicusException(
                    ErrorCode.PLAN_CHANGED,
                    "the plan has changed since it was made; due now: "
                            + (changes.isEmpty()
                                    ? "nothing"
                                    : String.join(
                                            ", ",
                                            changes.stream()
                                                    .map(MongoChange::id)
                                                    .toList())),
                    "database " + history.name(),
                    "nothing has run; review it again with: "
                            + history.messages().commands().plan(options));
        }
    }

    /** The operations of a change in the order in which a run sends them. */
    static List<Operation> operations(MongoChange change, Direction direction) {
        if (direction == Direction.UP) {
            return change.steps().stream().map(MongoChange.Step::apply).toList();
        }
        List<Operation> newestFirst = new ArrayList<>(change.steps().stream()
                .map(MongoChange.Step::rollback)
                .flatMap(Optional::stream)
                .toList());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private List<MongoChange> up(PlanOptions options) {
        OpenHistory.refuse(history.problems(comparison, options.outOfOrder()));
        List<MongoChange> pending = comparison.pending();
        if (options.target() instanceof Target.Steps steps) {
            return pending.subList(0, Math.min(steps.count(), pending.size()));
        }
        if (options.target() instanceof Target.To to) {
            int last = comparison.changes().indexOf(named(to.change()));
            return comparison.changes().subList(0, last + 1).stream()
                    .filter(pending::contains)
                    .toList();
        }
        return pending;
    }

    private MongoChange named(String text) {
        ChangeReference reference = new ChangeReference(text);
        List<MongoChange> named = comparison.changes().stream()
                .filter(change -> reference.names(change.id(), change.file()))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        throw unknown(text, named.stream().map(MongoChange::file).toList(), List.of());
    }

    private List<MongoChange> down(Target target) {
        OpenHistory.refuse(comparison.halfApplied(history.messages()));
        List<RecordedChange> newestFirst = new ArrayList<>(comparison.applied());
        Collections.reverse(newestFirst);
        List<RecordedChange> undone = newestFirst.subList(0, depth(target, newestFirst));
        OpenHistory.refuse(undone.stream().flatMap(this::irreversible).toList());
        List<MongoChange> changes = undone.stream()
                .map(ran -> comparison.change(ran.key()).orElseThrow())
                .toList();
        OpenHistory.refuse(history.withoutTransactions(changes));
        return changes;
    }

    private int depth(Target target, List<RecordedChange> newestFirst) {
        if (target instanceof Target.Steps steps) {
            return Math.min(steps.count(), newestFirst.size());
        }
        String text = target instanceof Target.To to ? to.change() : "";
        ChangeReference reference = new ChangeReference(text);
        List<RecordedChange> named = newestFirst.stream()
                .filter(ran -> reference.names(ran.key().id(), ran.file())
                        || ran.tag().filter(text::equals).isPresent())
                .toList();
        if (named.size() == 1) {
            return newestFirst.indexOf(named.get(0));
        }
        List<String> tags = newestFirst.stream()
                .map(RecordedChange::tag)
                .flatMap(Optional::stream)
                .toList();
        throw unknown(text, named.stream().map(RecordedChange::file).toList(), tags);
    }

    private FicusException unknown(String text, List<String> named, List<String> tags) {
        List<String> ids = Stream.concat(
                        tags.stream(), comparison.changes().stream().map(MongoChange::id))
                .toList();
        return unknown(history.name(), text, named, ids);
    }

    static FicusException unknown(String database, String text, List<String> named, List<String> known) {
        return named.isEmpty()
                ? new FicusException(
                        ErrorCode.CHANGE_UNKNOWN,
                        "there is no change " + text + " in this history, or it has not run",
                        "database " + database,
                        NearestName.fix(text, known))
                : new FicusException(
                        ErrorCode.CHANGE_UNKNOWN,
                        text + " names more than one change: " + String.join(", ", named),
                        "database " + database,
                        "write it as FILE::ID, such as " + named.get(0) + "::" + text);
    }

    private Stream<HistoryProblem> irreversible(RecordedChange ran) {
        HistoryMessages messages = history.messages();
        Optional<MongoChange> change = comparison.change(ran.key());
        if (change.isEmpty()) {
            return Stream.of(
                    ran.checksum().isPresent()
                            ? messages.irreversible(ran, "no file has it any more", "restore the file as it ran")
                            : messages.irreversible(
                                    ran,
                                    "Mongock ran it, and no jar of the class path has its class",
                                    "give the jar that has it with: --classpath JAR"));
        }
        if (comparison.isEdited(ran)) {
            return Stream.of(messages.irreversible(
                    ran,
                    "its file was edited after it ran",
                    "restore the file as it ran (SHA-256 " + ran.checksum().orElse("") + "), or record the edit with: "
                            + messages.commands().repair(ran.key())));
        }
        List<String> without = new ArrayList<>();
        for (int number = 1; number <= change.get().steps().size(); number++) {
            if (change.get().steps().get(number - 1).rollback().isEmpty()) {
                without.add(Integer.toString(number));
            }
        }
        return without.isEmpty()
                ? Stream.of()
                : Stream.of(messages.irreversible(
                        ran,
                        (without.size() == 1 ? "step " : "steps ") + String.join(", ", without)
                                + (without.size() == 1 ? " has" : " have") + " no rollback",
                        "undo it by hand and take it back with a new change, or write the rollback into the file and"
                                + " record the edit with: "
                                + messages.commands().repair(ran.key())));
    }
}
