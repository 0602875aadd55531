package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes of a history as its files have them, in the order in which they run.
 *
 * @param changes without those that could not be read
 * @param problems what is wrong with the files themselves
 */
record ChangeFiles(List<SqlChange> changes, List<Problem> problems) {
    private static final Set<String> ROOTS =
            Set.of("changelog.yaml", "changelog.yml", "changelog.xml", "changelog.sql");

    ChangeFiles {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /** Reads every file; a file that cannot be read becomes a problem and does not hide the others. */
    static ChangeFiles read(HistorySource source, String database, SqlDialect dialect) {
        return new Reader(source, database, dialect).read();
    }

    private static final class Reader {
        private final HistorySource source;
        private final String database;
        private final SqlDialect dialect;
        private final List<SqlChange> changes = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, PlainFile> waysBack = new HashMap<>();

        private Reader(HistorySource source, String database, SqlDialect dialect) {
            this.source = source;
            this.database = database;
            this.dialect = dialect;
        }

        private ChangeFiles read() {
            List<SourceFile> files = source.files(database, problems::add);
            List<SourceFile> roots =
                    files.stream().filter(file -> ROOTS.contains(file.name())).toList();
            if (roots.size() > 1) {
                problems.add(new Problem(
                        ErrorCode.CHANGE_FILE_INVALID,
                        "there is more than one root changelog: "
                                + String.join(
                                        ", ",
                                        roots.stream().map(SourceFile::name).toList()),
                        where(roots.get(1).name()),
                        "keep one of them"));
            } else {
                if (roots.isEmpty()) {
                    readWaysBack(files);
                }
                (roots.isEmpty() ? files : roots).forEach(this::read);
            }
            if (roots.isEmpty()) {
                checkVersions(files);
            }
            checkDuplicates();
            return new ChangeFiles(changes, problems);
        }

        private void read(SourceFile file) {
            if (LiquibaseFile.matches(file)) {
                readLiquibase(file);
            } else if (PlainFile.version(file.name(), 'U').isEmpty()) {
                Optional<PlainFile> back = PlainFile.version(file.name(), 'V').map(waysBack::get);
                changes.add(plain(file, back).change());
            }
        }

        private void readWaysBack(List<SourceFile> files) {
            for (SourceFile file : files) {
                Optional<String> version =
                        LiquibaseFile.matches(file) ? Optional.empty() : PlainFile.version(file.name(), 'U');
                if (version.isPresent() && waysBack.put(version.get(), plain(file, Optional.empty())) != null) {
                    problems.add(duplicate("there is another way back of V" + version.get(), file.name()));
                }
            }
        }

        private PlainFile plain(SourceFile file, Optional<PlainFile> back) {
            PlainFile plain = new PlainFile(file, back, dialect.syntax());
            plain.problem(where(file.name()), dialect.transactionalDdl()).ifPresent(problems::add);
            return plain;
        }

        private void readLiquibase(SourceFile file) {
            if (source.path().isEmpty()) {
                throw new IllegalStateException(file.name() + " is not plain SQL");
            }
            try {
                changes.addAll(LiquibaseFile.parse(file.name(), source.path().get(), where(file.name())));
            } catch (FicusException e) {
                problems.addAll(e.problems());
            }
        }

        private void checkVersions(List<SourceFile> files) {
            Map<String, String> versions = new HashMap<>();
            for (SourceFile file : files) {
                PlainFile.version(file.name(), 'V').ifPresent(version -> {
                    String first = versions.putIfAbsent(version, file.name());
                    if (first != null) {
                        problems.add(duplicate("version V" + version + " is also that of " + first, file.name()));
                    }
                });
            }
            for (SourceFile file : files) {
                Optional<String> back = PlainFile.version(file.name(), 'U');
                if (back.isPresent() && !versions.containsKey(back.get())) {
                    problems.add(new Problem(
                            ErrorCode.CHANGE_FILE_INVALID,
                            "the way back has no change: there is no file V" + back.get() + "__...sql",
                            where(file.name()),
                            "add the change, or remove the file"));
                }
            }
        }

        private void checkDuplicates() {
            Set<ChangeKey> seen = new HashSet<>();
            for (SqlChange change : changes) {
                if (!seen.add(change.key())) {
                    problems.add(duplicate(
                            "change " + change.id() + " is there twice",
                            change.key().file()));
                }
            }
        }

        private Problem duplicate(String what, String file) {
            return new Problem(
                    ErrorCode.CHANGE_DUPLICATE, what, where(file), "give one of the two an identity of its own");
        }

        private String where(String file) {
            return source.describe(file) + " (database " + database + ")";
        }
    }
}
