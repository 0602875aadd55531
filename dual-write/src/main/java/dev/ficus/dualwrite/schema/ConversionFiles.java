package dev.ficus.dualwrite.schema;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The change files of a domain in the directory of the PostgreSQL history: {@code V001__ficus_<domain>.sql} makes the
 * tables, {@code V002__ficus_<domain>-after-load.sql} what may wait until they are filled. The second is not there where
 * nothing may wait. A later conversion that gives something else adds the difference,
 * {@code V003__ficus_<domain>-change-1.sql}. A domain's name has no hyphen, so no domain's files are taken for another's.
 *
 * <p>What was converted last is kept in {@code .ficus/<domain>.snapshot}, written after the files: a crash between
 * leaves files that the next run finds to be what it would write.
 */
final class ConversionFiles {
    private final Path directory;
    private final String domain;
    private final Path kept;

    ConversionFiles(Path directory, String domain) {
        this.directory = directory;
        this.domain = domain;
        this.kept = directory.resolve(".ficus").resolve(domain + ".snapshot");
    }

    /**
     * Writes the files, all of them or none, or finds that nothing changed.
     *
     * @throws FicusException CONVERSION_EXISTS where files are there that no snapshot tells of and that have other
     *     content, or where files are gone; FILE_UNWRITABLE
     */
    Written write(TargetSchema schema) {
        Optional<Snapshot> before = snapshot();
        if (before.isEmpty()) {
            return first(schema);
        }
        List<Path> earlier = present(before.get());
        if (before.get().schema().equals(schema)) {
            return new Written(earlier, false, List.of());
        }
        return difference(before.get(), schema);
    }

    /**
     * @param files those that make the schema; of a difference only its own
     * @param written false where there was nothing to write
     * @param findings of a difference
     */
    record Written(List<Path> files, boolean written, List<Finding> findings) {}

    private Written first(TargetSchema schema) {
        SchemaScript script = new SchemaScript(schema);
        List<ChangeFile> files = new ArrayList<>();
        add(files, "", tables(), script.beforeLoad());
        add(files, "-after-load", afterLoad(), script.afterLoad());
        boolean written = ChangeFile.write(files);
        keep(schema, names(files));
        return new Written(files.stream().map(ChangeFile::path).toList(), written, List.of());
    }

    private Written difference(Snapshot before, TargetSchema schema) {
        SchemaDifference difference = new SchemaDifference(before.schema(), schema);
        String sql = difference.sql();
        List<ChangeFile> files = new ArrayList<>();
        if (!sql.isEmpty()) {
            long number = 1
                    + before.files().stream()
                            .filter(name -> name.contains("__ficus_" + domain + "-change-"))
                            .count();
            add(files, "-change-" + number, change(), sql);
        }
        boolean written = ChangeFile.write(files);
        List<String> all = new ArrayList<>(before.files());
        all.addAll(names(files));
        keep(schema, all);
        return new Written(files.stream().map(ChangeFile::path).toList(), written, difference.findings());
    }

    private void add(List<ChangeFile> files, String ending, String header, String sql) {
        ChangeFile file = ChangeFile.of(directory, "__ficus_" + domain + ending + ".sql", files.size(), header + sql);
        if (!sql.isEmpty() || file.exists()) {
            files.add(file);
        }
    }

    private static List<String> names(List<ChangeFile> files) {
        return files.stream().map(file -> file.path().getFileName().toString()).toList();
    }

    /** Edited files are as their editor wants them; only their being there matters. */
    private List<Path> present(Snapshot snapshot) {
        List<String> gone = snapshot.files().stream()
                .filter(name -> !Files.exists(directory.resolve(name)))
                .toList();
        if (!gone.isEmpty()) {
            throw new FicusException(
                    ErrorCode.CONVERSION_EXISTS,
                    "the domain was converted before, and these files of it are gone: " + String.join(", ", gone),
                    directory.toString(),
                    "put them back; or, if they never ran, delete " + kept
                            + " and the other files of the domain, then convert again");
        }
        return snapshot.files().stream().map(directory::resolve).toList();
    }

    private Optional<Snapshot> snapshot() {
        try {
            return Files.exists(kept) ? Optional.of(Snapshot.parse(Files.readString(kept))) : Optional.empty();
        } catch (IOException e) {
            throw ChangeFile.unwritable(kept, e);
        } catch (IllegalArgumentException e) {
            throw new FicusException(
                    ErrorCode.CONVERSION_EXISTS,
                    "what the domain was converted to cannot be read: " + e.getMessage(),
                    kept.toString(),
                    "put the file back as Ficus wrote it",
                    e);
        }
    }

    private void keep(TargetSchema schema, List<String> files) {
        try {
            Files.createDirectories(kept.getParent());
            ChangeFile.replace(kept, new Snapshot(schema, files).text());
        } catch (IOException e) {
            throw ChangeFile.unwritable(kept, e);
        }
    }

    private String tables() {
        return """
                -- Domain %1$s, converted from MySQL by: ficus schema convert %1$s
                -- Its tables, with everything that must be there before their rows.

                """.formatted(domain);
    }

    private String afterLoad() {
        return """
                -- Domain %1$s, converted from MySQL by: ficus schema convert %1$s
                -- Its indexes, checks and foreign keys. They may wait until the rows are there: ficus backfill %1$s

                """.formatted(domain);
    }

    private String change() {
        return """
                -- Domain %1$s, converted from MySQL by: ficus schema convert %1$s
                -- What changed since it was converted before.

                """.formatted(domain);
    }
}
