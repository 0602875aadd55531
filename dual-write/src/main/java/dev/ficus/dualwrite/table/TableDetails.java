package dev.ficus.dualwrite.table;

import java.util.List;
import java.util.Optional;

/**
 * What MySQL's catalog says about a table beyond its columns and keys. Only a conversion needs it.
 *
 * @param comment empty where it has none
 * @param engine {@code InnoDB}
 * @param collation the table's default, which columns that name none have got
 * @param options the rest, as {@code CREATE_OPTIONS} shows it: {@code row_format=COMPRESSED partitioned}
 * @param partitioning empty where the table is whole
 * @param invisible the columns that {@code SELECT *} does not show
 * @param users what in the database names the table: triggers, views, routines, events
 * @param grantees the accounts that have rights on this table alone, as far as the user of Ficus may see them
 */
public record TableDetails(
        String comment,
        String engine,
        String collation,
        String options,
        Optional<Partitioning> partitioning,
        List<String> invisible,
        List<TableUser> users,
        List<String> grantees) {
    public TableDetails {
        invisible = List.copyOf(invisible);
        users = List.copyOf(users);
        grantees = List.copyOf(grantees);
    }
}
