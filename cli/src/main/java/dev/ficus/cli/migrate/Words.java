package dev.ficus.cli.migrate;

import java.util.Locale;

/** The names of constants as users see and type them: {@code HALF_APPLIED} is {@code half-applied}. */
public final class Words {
    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
