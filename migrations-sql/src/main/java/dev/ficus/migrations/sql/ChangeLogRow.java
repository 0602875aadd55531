package dev.ficus.migrations.sql;

import java.util.Optional;

/**
 * What Liquibase's table holds of one change besides its identity.
 *
 * @param md5 Liquibase's checksum; empty for a plain file, which Liquibase does not read
 * @param execType such as {@code EXECUTED}
 * @param tag what the change itself sets (Liquibase: tagDatabase)
 * @param tool the version of what ran it
 */
record ChangeLogRow(
        Optional<String> md5,
        String execType,
        String description,
        String comments,
        String contexts,
        String labels,
        Optional<String> tag,
        String tool) {
    /** The widths of the columns, as Liquibase makes them. */
    private static final int TEXT = 250;

    private static final int TOOL = 20;

    ChangeLogRow {
        description = limited(description, TEXT);
        comments = limited(comments, TEXT);
        tool = limited(tool, TOOL);
    }

    private static String limited(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
