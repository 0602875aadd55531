package dev.ficus.migrations.mongo.drift;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What a command of a change reaches when it is replayed on a scratch database. */
public final class MongoReach {
    /** Users and roles outlive their database, and no report compares them. */
    private static final Set<String> USERS = Set.of(
            "createUser",
            "updateUser",
            "dropUser",
            "dropAllUsersFromDatabase",
            "grantRolesToUser",
            "revokeRolesFromUser",
            "createRole",
            "updateRole",
            "dropRole",
            "dropAllRolesFromDatabase",
            "grantPrivilegesToRole",
            "revokePrivilegesFromRole",
            "grantRolesToRole",
            "revokeRolesFromRole");

    private static final Set<String> TARGETS = Set.of("$out", "$merge", "into", "out");

    private MongoReach() {}

    /** The word of a command that is left out of a replay, as it is about users. */
    public static Optional<String> leftOut(BsonDocument command) {
        return command.isEmpty()
                ? Optional.empty()
                : Optional.of(command.getFirstKey()).filter(USERS::contains);
    }

    /** The other database that a command writes into: the target of {@code $out}, {@code $merge} or {@code mapReduce}. */
    public static Optional<String> writesInto(BsonValue value) {
        if (value.isArray()) {
            return value.asArray().stream()
                    .map(MongoReach::writesInto)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (!value.isDocument()) {
            return Optional.empty();
        }
        for (Map.Entry<String, BsonValue> field : value.asDocument().entrySet()) {
            Optional<String> found =
                    TARGETS.contains(field.getKey()) && field.getValue().isDocument()
                            ? database(field.getValue().asDocument())
                            : Optional.empty();
            Optional<String> other = found.or(() -> writesInto(field.getValue()));
            if (other.isPresent()) {
                return other;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> database(BsonDocument target) {
        return target.containsKey("db") && target.get("db").isString()
                ? Optional.of(target.getString("db").getValue())
                : Optional.empty();
    }
}
