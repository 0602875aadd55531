package dev.ficus.core.settings;

import java.util.Optional;

/**
 * What the user chose for columns in place of Ficus's defaults. Each part is a word of the file, checked against the
 * type by whoever knows the types; an absent part leaves the default.
 *
 * @param name the column's name in PostgreSQL; of a single column only
 * @param to the PostgreSQL type
 * @param zeroDate what stands for a date with a zero year, month or day: {@code fail}, {@code null}, or a date
 * @param nul what stands for the character U+0000 in text: {@code fail}, {@code strip}, or a replacement
 * @param invalidEnum what stands for index 0 of an enum, the empty string of an invalid insert: {@code fail}, {@code null},
 *     {@code empty}, or one of its labels
 */
public record ColumnChoice(
        Optional<String> name,
        Optional<String> to,
        Optional<String> zeroDate,
        Optional<String> nul,
        Optional<String> invalidEnum) {

    /** Every default. */
    public static final ColumnChoice NONE =
            new ColumnChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** This choice, completed by a less specific one. */
    public ColumnChoice over(ColumnChoice other) {
        return new ColumnChoice(
                name.or(other::name),
                to.or(other::to),
                zeroDate.or(other::zeroDate),
                nul.or(other::nul),
                invalidEnum.or(other::invalidEnum));
    }
}
