package dev.ficus.dualwrite.table;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.NearestName;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.TableChoice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the choices for one table against its columns. CONFIG_INVALID, all problems of the table. */
final class ChoiceCheck {
    static final String PLACE = "ficus.yaml, strangler.convert";

    private final String table;
    private final List<Problem> problems;

    /** @param problems receives what is wrong */
    ChoiceCheck(String table, List<Problem> problems) {
        this.table = table;
        this.problems = problems;
    }

    /** @param names of all columns of the table, also of those that could not be read */
    void names(TableChoice choice, List<String> names) {
        for (String chosen : choice.columns().keySet()) {
            if (!names.contains(chosen)) {
                add("table " + table + " has no column " + chosen, NearestName.fix(chosen, names));
            }
        }
        Map<String, String> taken = new HashMap<>();
        for (String name : names) {
            String target = choice.columns().containsKey(name)
                    ? choice.columns().get(name).name().orElse(name)
                    : name;
            String other = taken.putIfAbsent(target, name);
            if (other != null) {
                add(
                        "columns " + other + " and " + name + " of table " + table + " would both be " + target
                                + " in PostgreSQL",
                        "give one of them another name");
            }
        }
    }

    /** A key must not lose what tells two rows apart, and NULL must have a way back. */
    void values(List<Column> columns, List<Column> key) {
        Set<Column> inKey = new HashSet<>(key);
        for (Column column : columns) {
            if (inKey.contains(column) && column.value().replacesValues()) {
                add(
                        "column " + table + "." + column.name() + " belongs to the primary key, where two rows could"
                                + " become one if values were replaced",
                        "choose fail for it, under tables: { " + table + ": { columns: { " + column.name()
                                + ": … } } }, and correct its rows on MySQL");
            } else if (!column.nullable()
                    && column.value().mapsToNull()
                    && column.value().nullToMysql() == null) {
                add(
                        "column " + table + "." + column.name() + " is NOT NULL on MySQL, so a NULL has no way back",
                        "choose a label for invalid-enum");
            }
        }
    }

    /** PostgreSQL ties columns of the same type, or of two sizes of integers. */
    static void foreignKeys(List<Table> tables, List<Problem> problems) {
        for (Table table : tables) {
            for (ForeignKey key : table.foreignKeys()) {
                tables.stream()
                        .filter(other -> other.name().equals(key.referencedTable()))
                        .forEach(other -> new ChoiceCheck(table.name(), problems).foreignKey(table, key, other));
            }
        }
    }

    private void foreignKey(Table from, ForeignKey key, Table to) {
        for (int i = 0; i < key.columns().size(); i++) {
            Column column = named(from, key.columns().get(i));
            Column referenced = named(to, key.referencedColumns().get(i));
            if (!family(column).equals(family(referenced))) {
                add(
                        "column " + table + "." + column.name() + " would be "
                                + column.value().postgresType() + ", and " + to.name() + "." + referenced.name()
                                + ", to which foreign key " + key.name() + " ties it, "
                                + referenced.value().postgresType(),
                        "choose the same type for both");
            }
        }
    }

    private static Column named(Table table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a key names no column of its table: " + name));
    }

    private static String family(Column column) {
        String type = column.value().postgresType().replaceFirst("\\(.*", "");
        return switch (type) {
            case "smallint", "integer", "bigint" -> "integer";
            case "varchar", "text" -> "text";
            default -> type;
        };
    }

    private void add(String what, String fix) {
        problems.add(new Problem(ErrorCode.CONFIG_INVALID, what, PLACE, fix));
    }
}
