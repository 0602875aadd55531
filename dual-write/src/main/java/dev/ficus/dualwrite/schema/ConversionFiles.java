package dev.ficus.dualwrite.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The change files of a domain in the directory of the PostgreSQL history: {@code V001__ficus_<domain>.sql} makes the
 * tables, {@code V002__ficus_<domain>-after-load.sql} what may wait until they are filled. The second is not there where
 * nothing may wait. A domain's name has no hyphen, so no domain's files are taken for another's.
 */
final class ConversionFiles {
    private final Path directory;
    private final String domain;

    ConversionFiles(Path directory, String domain) {
        this.directory = directory;
        this.domain = domain;
    }

    /**
     * Writes the files, all of them or none, or finds that they are there already.
     *
     * @throws dev.ficus.core.error.FicusException CONVERSION_EXISTS where a file has other content; FILE_UNWRITABLE
     */
    Written write(TargetSchema schema) {
        SchemaScript script = new SchemaScript(schema);
        List<ChangeFile> files = new ArrayList<>();
        add(files, "", tables(), script.beforeLoad());
        add(files, "-after-load", afterLoad(), script.afterLoad());
        boolean written = ChangeFile.write(files);
        return new Written(files.stream().map(ChangeFile::path).toList(), written);
    }

    /** @param written false where the same files were there already */
    record Written(List<Path> files, boolean written) {}

    private void add(List<ChangeFile> files, String ending, String header, String sql) {
        ChangeFile file = ChangeFile.of(directory, "__ficus_" + domain + ending + ".sql", files.size(), header + sql);
        if (!sql.isEmpty() || file.exists()) {
            files.add(file);
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
}
