package dev.ficus.migrations.mongo;

import dev.ficus.core.history.RanBy;
import dev.ficus.core.history.ToolVersion;
import io.mongock.driver.api.entry.ChangeEntry;
import io.mongock.driver.api.entry.ChangeState;
import io.mongock.driver.api.entry.ChangeType;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.bson.Document;

/**
 * The rows of one run in Mongock's format. Ours carry file, checksum and tool in {@code metadata}; the row of a change
 * unit names its class and method, as Mongock's own does.
 */
final class ChangeEntries {
    private final String executionId = UUID.randomUUID().toString();

    String executionId() {
        return executionId;
    }

    /** The id under which Mongock records the method before the execution of a unit. */
    static String before(String id) {
        return id + "_before";
    }

    ChangeEntry of(MongoChange change, ChangeState state, Duration took, Date at, Optional<String> error) {
        return entry(
                change.id(),
                change.key().author(),
                ChangeType.EXECUTION,
                state,
                change.file(),
                method(change, change.steps().size() - 1),
                at,
                took.toMillis(),
                metadata(change),
                error);
    }

    ChangeEntry before(MongoChange unit, ChangeState state, Date at) {
        return entry(
                before(unit.id()),
                unit.key().author(),
                ChangeType.BEFORE_EXECUTION,
                state,
                unit.file(),
                method(unit, 0),
                at,
                -1,
                metadata(unit),
                Optional.empty());
    }

    /** A change that is recorded and did not run here; how long it took is not known. */
    ChangeEntry baselined(MongoChange change, Date at) {
        return entry(
                change.id(),
                change.key().author(),
                ChangeType.EXECUTION,
                ChangeState.EXECUTED,
                change.file(),
                method(change, change.steps().size() - 1),
                at,
                -1,
                metadata(change).append("baseline", true),
                Optional.empty());
    }

    /** @param id of the change, or of the method before its execution */
    ChangeEntry forgotten(RecordedChange change, String id, Date at) {
        return entry(
                id,
                change.key().author(),
                id.equals(change.key().id()) ? ChangeType.EXECUTION : ChangeType.BEFORE_EXECUTION,
                ChangeState.ROLLED_BACK,
                change.file(),
                "forget",
                at,
                -1,
                ours(change.file()).append("forgotten", true),
                Optional.empty());
    }

    static RecordedChange recorded(ChangeEntry entry) {
        Optional<Document> metadata =
                entry.getMetadata() instanceof Document document ? Optional.of(document) : Optional.empty();
        Optional<Document> ours = metadata.filter(document -> document.containsKey("toolVersion"));
        return new RecordedChange(
                new MongoChange.ChangeKey(
                        entry.getChangeId(),
                        Optional.ofNullable(entry.getAuthor()).orElse("")),
                entry.getExecutionId(),
                ours.map(row -> row.getString("file")).orElseGet(() -> String.valueOf(entry.getChangeLogClass())),
                ours.map(row -> row.getString("sha256")),
                ours.filter(row -> row.get("steps") instanceof List<?>)
                        .map(row -> row.getList("steps", String.class))
                        .orElse(List.of()),
                entry.getTimestamp().toInstant(),
                entry.getExecutionMillis() < 0 ? OptionalLong.empty() : OptionalLong.of(entry.getExecutionMillis()),
                ours.map(row -> row.getString("ranBy")).or(() -> Optional.ofNullable(entry.getExecutionHostname())),
                Optional.of(ours.map(row -> row.getString("toolVersion")).orElse("Mongock")),
                metadata.map(row -> row.getString("tag")));
    }

    private ChangeEntry entry(
            String id,
            String author,
            ChangeType type,
            ChangeState state,
            String file,
            String method,
            Date at,
            long millis,
            Document metadata,
            Optional<String> error) {
        return new ChangeEntry(
                executionId,
                id,
                author,
                at,
                state,
                type,
                file,
                method,
                millis,
                RanBy.current(),
                metadata,
                error.orElse(null),
                false);
    }

    private static String method(MongoChange change, int step) {
        return change.isUnit()
                ? change.steps().get(step).apply().command().getString("method").getValue()
                : "apply";
    }

    private static Document metadata(MongoChange change) {
        Document metadata = ours(change.file()).append("steps", change.hashes());
        change.checksum().ifPresent(checksum -> metadata.append("sha256", checksum));
        return metadata;
    }

    private static Document ours(String file) {
        return new Document("file", file).append("ranBy", RanBy.current()).append("toolVersion", ToolVersion.current());
    }
}
