package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoCollection;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.BaselineOptions;
import dev.ficus.core.history.BaselineOptions.OtherTool;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.history.BaselineReport.BaselinedChange;
import dev.ficus.core.history.ChangeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** Records changes as applied without running them, under the lock. */
final class Baseline {
    private static final String MIGRATE_MONGO = "changelog";

    private final OpenHistory history;
    private final Comparison comparison;

    Baseline(OpenHistory history) {
        this.history = history;
        this.comparison = history.compareLocked();
    }

    BaselineReport run(BaselineOptions options) {
        OpenHistory.refuse(comparison.halfApplied(history.messages()));
        List<MongoChange> asked =
                upTo(options.from().isPresent() ? ranThere(options.from().get()) : comparison.changes(), options.to());
        List<MongoChange> unrecorded = asked.stream()
                .filter(change -> comparison.recorded(change.key()).isEmpty())
                .toList();
        write(unrecorded);
        return new BaselineReport(
                unrecorded.stream()
                        .map(change ->
                                new BaselinedChange(change.id(), change.key().author(), change.file()))
                        .toList(),
                asked.size() - unrecorded.size(),
                List.of());
    }

    private void write(List<MongoChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        history.record().prepare();
        if (history.mongo().hasTransactions()) {
            Transactions.run(history.mongo(), session -> history.record().baseline(changes, session));
        } else {
            history.record().baseline(changes, null);
        }
    }

    private List<MongoChange> upTo(List<MongoChange> changes, Optional<ChangeReference> to) {
        if (to.isEmpty()) {
            return changes;
        }
        List<MongoChange> all = comparison.changes();
        List<MongoChange> named = all.stream()
                .filter(change -> to.get().names(change.id(), change.file()))
                .toList();
        if (named.size() != 1) {
            throw Plans.unknown(
                    history.name(),
                    to.get().text(),
                    named.stream().map(MongoChange::file).toList(),
                    all.stream().map(MongoChange::id).toList());
        }
        int last = all.indexOf(named.get(0));
        return changes.stream().filter(change -> all.indexOf(change) <= last).toList();
    }

    private List<MongoChange> ranThere(OtherTool tool) {
        if (tool != OtherTool.MIGRATE_MONGO) {
            throw refused(
                    "Ficus does not read a history of " + name(tool) + " in MongoDB",
                    "take a history of migrate-mongo over with: ficus migrate baseline --db " + history.name()
                            + " --from migrate-mongo; or say what ran with: ficus migrate baseline --db "
                            + history.name()
                            + " --to CHANGE");
        }
        List<Problem> unknown = new ArrayList<>();
        List<MongoChange> ran = new ArrayList<>();
        for (String script : scripts()) {
            Optional<MongoChange> change = comparison.changes().stream()
                    .filter(one -> !one.isUnit() && bare(one.file()).equals(bare(script)))
                    .findFirst();
            change.ifPresentOrElse(ran::add, () -> unknown.add(withoutFile(script)));
        }
        if (!unknown.isEmpty()) {
            throw new FicusException(unknown, null);
        }
        return comparison.changes().stream().filter(ran::contains).toList();
    }

    /** The file names that migrate-mongo recorded. */
    private List<String> scripts() {
        MongoCollection<Document> collection = history.mongo().database().getCollection(MIGRATE_MONGO);
        List<String> scripts = new ArrayList<>();
        for (Document entry : collection.find()) {
            if (!(entry.get("fileName") instanceof String script)) {
                throw refused(
                        "the collection " + MIGRATE_MONGO + " holds a document without a fileName, so it is not"
                                + " migrate-mongo's",
                        "say what ran with: ficus migrate baseline --db " + history.name() + " --to CHANGE");
            }
            scripts.add(script);
        }
        if (scripts.isEmpty()) {
            throw refused(
                    "there is no record of migrate-mongo: the collection " + MIGRATE_MONGO + " is empty or not there",
                    "say what ran with: ficus migrate baseline --db " + history.name() + " --to CHANGE");
        }
        return scripts;
    }

    private Problem withoutFile(String script) {
        return new Problem(
                ErrorCode.BASELINE_REFUSED,
                "migrate-mongo ran " + script + ", and no file of this history has that name",
                "database " + history.name(),
                "write what it did into " + history.messages().described(bare(script) + ".yaml")
                        + ", then run the command again");
    }

    private FicusException refused(String what, String fix) {
        return new FicusException(ErrorCode.BASELINE_REFUSED, what, "database " + history.name(), fix);
    }

    private static String name(OtherTool tool) {
        return switch (tool) {
            case FLYWAY -> "Flyway";
            case LIQUIBASE -> "Liquibase";
            case PRISMA -> "Prisma";
            case MIGRATE_MONGO -> "migrate-mongo";
        };
    }

    private static String bare(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
