package dev.ficus.migrations.sql.lint;

import java.util.List;
import java.util.Locale;

/**
 * The server's estimate of a table.
 *
 * @param rows about how many
 * @param bytes with its indexes
 */
public record TableSize(long rows, long bytes) {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

    /** Such as {@code about 12,000,000 rows (3.1 GB)}. */
    public String words() {
        return String.format(Locale.ROOT, "about %,d %s (%s)", rows, rows == 1 ? "row" : "rows", size());
    }

    private String size() {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < UNITS.size() - 1) {
            size /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", size, UNITS.get(unit));
    }
}
