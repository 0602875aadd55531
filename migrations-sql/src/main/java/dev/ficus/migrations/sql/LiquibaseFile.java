package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.MigrationPlan.Direction;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.DatabaseList;
import liquibase.exception.LiquibaseException;
import liquibase.exception.SetupException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ResourceAccessor;

/** A file in one of Liquibase's formats: formatted SQL, YAML or XML, with what it includes. */
final class LiquibaseFile {
    private static final Pattern FORMATTED =
            Pattern.compile("(?i)\\s*--\\s*liquibase\\s+formatted\\s+sql\\b.*", Pattern.DOTALL);

    private LiquibaseFile() {}

    /** True unless the file is plain SQL. */
    static boolean matches(SourceFile file) {
        return !file.name().endsWith(".sql") || FORMATTED.matcher(file.text()).matches();
    }

    /**
     * The changes of a file, in order.
     *
     * @throws FicusException CHANGE_FILE_INVALID with Liquibase's words, which have line and column where it knows them
     */
    static List<SqlChange> parse(String name, Path directory, String where) {
        return LiquibaseScope.in(directory, () -> {
            ResourceAccessor files = Scope.getCurrentScope().getResourceAccessor();
            DatabaseChangeLog changeLog;
            try {
                changeLog = ChangeLogParserFactory.getInstance()
                        .getParser(name, files)
                        .parse(name, new ChangeLogParameters(), files);
            } catch (LiquibaseException e) {
                throw new FicusException(
                        ErrorCode.CHANGE_FILE_INVALID,
                        "the file cannot be read: " + LiquibaseFailures.words(e),
                        where,
                        "correct the file; docs/reference/histories.md describes the formats",
                        e);
            }
            return changeLog.getChangeSets().stream()
                    .map(changeSet -> change(changeSet, changeLog))
                    .toList();
        });
    }

    private static SqlChange change(ChangeSet changeSet, DatabaseChangeLog changeLog) {
        ChangeKey key = new ChangeKey(changeSet.getId(), changeSet.getAuthor(), changeSet.getFilePath());
        return new SqlChange(key, text(changeSet), false, new Body(changeSet, changeLog));
    }

    /** SQL counts as it is written; Liquibase's own elements count by what they say, not by their layout. */
    private static String text(ChangeSet changeSet) {
        StringBuilder text = new StringBuilder();
        for (Change change : changeSet.getChanges()) {
            text.append(change.getSerializedObjectName()).append('\n');
            text.append(text(change)).append('\n');
        }
        return text.toString();
    }

    private static String text(Change change) {
        if (change instanceof AbstractSQLChange sql) {
            try {
                sql.finishInitialization();
            } catch (SetupException e) {
                throw new IllegalStateException(e);
            }
            return ChangeText.normalised(String.valueOf(sql.getSql()));
        }
        return change.generateCheckSum().toString();
    }

    private record Body(ChangeSet changeSet, DatabaseChangeLog changeLog) implements SqlChange.Body {
        @Override
        public boolean always() {
            return changeSet.isAlwaysRun();
        }

        @Override
        public boolean onChange() {
            return changeSet.isRunOnChange();
        }

        @Override
        public boolean transactional(Direction direction) {
            return changeSet.isRunInTransaction();
        }

        @Override
        public boolean meantFor(String liquibaseName) {
            return !changeSet.isIgnore() && DatabaseList.definitionMatches(changeSet.getDbmsSet(), liquibaseName, true);
        }
    }
}
