package dev.ficus.cli.output;

import java.util.Locale;

/** Numbers as the text output writes them. */
public final class Amount {
    private static final double KILO = 1000;

    private Amount() {}

    /** Such as {@code 1 row}, {@code 12,000 rows}. */
    public static String of(long count, String unit) {
        return String.format(Locale.ROOT, "%,d %s%s", count, unit, count == 1 ? "" : "s");
    }

    /** Such as {@code 12 ms}, {@code 1.5 s}. */
    public static String millis(long millis) {
        return millis < KILO ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / KILO);
    }

    /** Such as {@code 512 bytes}, {@code 1.5 MB}, in powers of 1000. */
    public static String bytes(long bytes) {
        if (bytes < KILO) {
            return of(bytes, "byte");
        }
        double amount = bytes / KILO;
        for (String unit : new String[] {"kB", "MB", "GB"}) {
            if (amount < KILO) {
                return String.format(Locale.ROOT, "%.1f %s", amount, unit);
            }
            amount /= KILO;
        }
        return String.format(Locale.ROOT, "%.1f TB", amount);
    }
}
