package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.TagReport;
import dev.ficus.core.history.Target;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Gives the last change that ran a name, where Liquibase keeps it too: the column TAG of its row. Under the lock. */
record TagRun(RunContext context, String tag) {
    private static final int LONGEST = 255;

    TagReport run() throws SQLException {
        List<RecordedChange> record = context.tables().recorded(context.connection());
        check(record);
        ChangeKey last = record.get(record.size() - 1).key();
        context.connection().setAutoCommit(true);
        try (PreparedStatement update = context.connection()
                .prepareStatement("UPDATE " + context.tables().changeLog()
                        + " SET TAG = ? WHERE ID = ? AND AUTHOR = ? AND FILENAME = ?")) {
            update.setString(1, tag);
            update.setString(2, last.id());
            update.setString(3, last.author());
            update.setString(4, last.file());
            update.executeUpdate();
        }
        return new TagReport(tag, last.id());
    }

    private void check(List<RecordedChange> record) {
        if (tag.isBlank() || tag.length() > LONGEST) {
            throw refused("a tag has 1 to " + LONGEST + " characters", "choose another name");
        }
        if (record.isEmpty()) {
            throw refused(
                    "no change has run, so there is nothing to tag",
                    "apply the changes first: " + context.messages().commands().up(Target.ALL, false));
        }
        Optional<RecordedChange> other = record.subList(0, record.size() - 1).stream()
                .filter(change -> Targets.isNamed(change, tag))
                .findFirst();
        other.ifPresent(change -> {
            boolean tagged = change.tag().filter(tag::equals).isPresent();
            throw refused(
                    "change " + change.key().id() + (tagged ? " carries the tag " : " is itself named ") + tag,
                    "choose another name; " + context.messages().commands().history() + " lists changes and tags");
        });
    }

    private FicusException refused(String what, String fix) {
        return new FicusException(ErrorCode.TAG_REFUSED, what, "database " + context.database(), fix);
    }
}
