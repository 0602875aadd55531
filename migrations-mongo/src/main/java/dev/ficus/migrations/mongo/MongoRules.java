package dev.ficus.migrations.mongo;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** All rules for MongoDB; each has its page {@code docs/lint/<id>.md}. */
final class MongoRules {
    private static final Set<String> KNOWN = Set.of(
            "create",
            "drop",
            "dropDatabase",
            "renameCollection",
            "createIndexes",
            "dropIndexes",
            "collMod",
            "insert",
            "update",
            "delete",
            "aggregate",
            "count",
            "find",
            "ping",
            Operation.FIELD_RENAME);

    /** What no transaction can do. Source: MongoDB manual, "Transactions: Restricted Operations". */
    private static final Set<String> OUTSIDE =
            Set.of("drop", "dropDatabase", "renameCollection", "dropIndexes", "collMod", Operation.FIELD_RENAME);

    private MongoRules() {}

    static List<MongoRule> all() {
        return Stream.of(indexes(), documents(), collections())
                .flatMap(List::stream)
                .sorted((one, other) -> one.rule().id().compareTo(other.rule().id()))
                .toList();
    }

    private static List<MongoRule> indexes() {
        return List.of(
                MongoRule.warning(
                        "MG001",
                        "an index is built on a collection in use",
                        step -> is(step, "createIndexes") && step.inUse(),
                        "%s is locked at the start and at the end, and reads of all its documents load every member of the"
                                + " replica set at once (before 4.2 the whole build locks the database)",
                        "build it when there is little to do, or member by member, and say so: allow: [MG001]"),
                MongoRule.warning(
                        "MG002",
                        "a unique index on documents that were not checked",
                        step -> is(step, "createIndexes")
                                && step.inUse()
                                && command(step).contains("\"unique\": true"),
                        "the build fails at the end if two documents of %s have one key",
                        "look for doubles first, and say so: allow: [MG002]"),
                MongoRule.warning(
                        "MG011",
                        "an index is dropped",
                        step -> is(step, "dropIndexes") && step.inUse(),
                        "queries of %s that use the index read the whole collection from now on",
                        "hide it first (collMod, index.hidden), wait for a day, then say so: allow: [MG011]"));
    }

    private static List<MongoRule> documents() {
        return List.of(
                MongoRule.info(
                        "MG000",
                        "a command that is not understood",
                        step -> !KNOWN.contains(step.name()),
                        "the command is not understood, and nothing is said about it",
                        "read it with the manual of the server, and say so: allow: [MG000]"),
                MongoRule.warning(
                        "MG003",
                        "an update of all documents",
                        step -> is(step, "update") && step.inUse() && unbounded(step, "updates"),
                        "every document of %s is written in one command, which cannot be stopped halfway",
                        "give a filter over a range of _id, in a step for each range or in a job"),
                MongoRule.error(
                        "MG004",
                        "a delete of all documents",
                        step -> is(step, "delete") && step.inUse() && unbounded(step, "deletes"),
                        "all documents of %s are gone",
                        "give a filter, or say so: allow: [MG004]"),
                MongoRule.error(
                        "MG005",
                        "a field is renamed or removed",
                        step -> is(step, Operation.FIELD_RENAME)
                                || (is(step, "update")
                                        && (command(step).contains("\"$rename\"")
                                                || command(step).contains("\"$unset\""))),
                        "what the running application asks of %s by the old name is not there any more",
                        "add the new field, write both, move the readers, and remove the old one later; or say so:"
                                + " allow: [MG005]"));
    }

    private static List<MongoRule> collections() {
        return List.of(
                MongoRule.error(
                        "MG006",
                        "a collection or database is dropped",
                        step -> is(step, "drop", "dropDatabase") && step.inUse(),
                        "the documents of %s are gone, and what the running application asks of it finds nothing",
                        "drop it once nothing that runs uses it, and say so: allow: [MG006]"),
                MongoRule.error(
                        "MG007",
                        "a collection is renamed",
                        step -> is(step, "renameCollection") && step.inUse(),
                        "what the running application asks of %s by the old name finds nothing, and its writes make a new"
                                + " collection of that name",
                        "make a view of the old name in the next step, and say so: allow: [MG007]"),
                MongoRule.error(
                        "MG008",
                        "a collection is replaced by another",
                        step -> replaces(step),
                        "the documents of the collection that was there are gone",
                        "rename the old one out of the way first, or use $merge"),
                MongoRule.warning(
                        "MG009",
                        "a strict validator on documents that were not checked",
                        step -> is(step, "collMod") && step.inUse() && strict(command(step), step.command()),
                        "writes to documents of %s that do not fit fail from this moment on",
                        "begin with validationAction: warn or validationLevel: moderate (setValidator: action, level), and be"
                                + " strict once nothing is logged"),
                MongoRule.error(
                        "MG010",
                        "a transaction with a command that it cannot have",
                        step -> step.change().transactional()
                                && (OUTSIDE.contains(step.name()) || (is(step, "createIndexes") && step.inUse())),
                        "the server refuses the command inside a transaction",
                        "put it into a change of its own without transactional: true"));
    }

    private static boolean is(LintStep step, String... names) {
        return List.of(names).contains(step.name());
    }

    private static String command(LintStep step) {
        return step.command().toJson();
    }

    /** A filter that matches everything, for more than one document. */
    private static boolean unbounded(LintStep step, String writes) {
        for (BsonValue value : step.command().getArray(writes, new org.bson.BsonArray())) {
            BsonDocument write = value.asDocument();
            boolean all = write.getDocument("q", new BsonDocument()).isEmpty();
            boolean many = write.containsKey("u")
                    ? write.getBoolean("multi", org.bson.BsonBoolean.FALSE).getValue()
                    : !write.isNumber("limit") || write.getNumber("limit").intValue() == 0;
            if (all && many) {
                return true;
            }
        }
        return false;
    }

    private static boolean replaces(LintStep step) {
        boolean target = is(step, "renameCollection")
                && step.command().containsKey("dropTarget")
                && !step.command().get("dropTarget").equals(org.bson.BsonBoolean.FALSE);
        return target || (is(step, "aggregate") && command(step).contains("\"$out\""));
    }

    private static boolean strict(String text, BsonDocument command) {
        return command.containsKey("validator")
                && !text.contains("\"validationAction\": \"warn\"")
                && !text.contains("\"validationLevel\": \"moderate\"")
                && !text.contains("\"validationLevel\": \"off\"");
    }
}
