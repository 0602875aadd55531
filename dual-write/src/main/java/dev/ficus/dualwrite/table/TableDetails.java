package dev.ficus.dualwrite.table;

import java.util.Optional;

/**
 * What MySQL's catalog says about a table beyond its columns and keys. Only a conversion needs it.
 *
 * @param comment empty where it has none
 * @param engine {@code InnoDB}
 * @param collation the table's default, which columns that name none have got
 * @param options the rest, as {@code CREATE_OPTIONS} shows it: {@code row_format=COMPRESSED partitioned}
 * @param partitioning empty where the table is whole
 */
public record TableDetails(
        String comment, String engine, String collation, String options, Optional<Partitioning> partitioning) {}
