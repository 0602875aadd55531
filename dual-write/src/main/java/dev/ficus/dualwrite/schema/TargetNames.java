package dev.ficus.dualwrite.schema;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses names that PostgreSQL would cut or hold equal. Tables, partitions, indexes and sequences share one space of
 * names there, with those that PostgreSQL gives to primary keys and identities.
 */
final class TargetNames {
    private static final Pattern RELATION =
            Pattern.compile("(?:CREATE TABLE|CREATE SEQUENCE|CREATE (?:UNIQUE )?INDEX) \"((?:[^\"]|\"\")+)\"");
    private static final String MAP = "give the table or its column another name in PostgreSQL:"
            + " strangler.convert.tables.TABLE.name, or columns.COLUMN.name below it";

    private final List<Problem> problems = new ArrayList<>();
    /** By name, what has it. */
    private final Map<String, String> taken = new HashMap<>();

    private TargetNames() {}

    /** @throws FicusException NAME_UNUSABLE, for all of them at once */
    static void check(TargetSchema schema) {
        TargetNames names = new TargetNames();
        schema.tables().forEach(names::table);
        schema.tables().forEach(names::implied);
        schema.objects().forEach(names::object);
        if (!names.problems.isEmpty()) {
            throw new FicusException(names.problems, null);
        }
    }

    private void table(TargetTable table) {
        length(table.name(), "table " + table.source(), table);
        take(table.name(), "table " + table.source(), table.source());
        Set<String> columns = new HashSet<>();
        for (TargetColumn column : table.columns()) {
            length(column.name(), "column " + column.name(), table);
            if (!columns.add(column.name())) {
                problem("two columns would be named " + column.name() + " in PostgreSQL", table.source());
            }
        }
    }

    /** As PostgreSQL names them itself where the names are short enough not to be cut. */
    private void implied(TargetTable table) {
        take(table.name() + "_pkey", "the primary key of " + table.source(), table.source());
        for (TargetColumn column : table.columns()) {
            if (column.identity()) {
                take(
                        table.name() + "_" + column.name() + "_seq",
                        "the identity of " + table.source() + "." + column.name(),
                        table.source());
            }
        }
    }

    private void object(TargetObject object) {
        relation(object).ifPresent(name -> take(name, object.name(), object.table()));
    }

    private static Optional<String> relation(TargetObject object) {
        Matcher matcher = RELATION.matcher(object.create());
        return matcher.lookingAt() ? Optional.of(matcher.group(1).replace("\"\"", "\"")) : Optional.empty();
    }

    private void take(String name, String what, String where) {
        String other = taken.putIfAbsent(name, what);
        if (other != null) {
            problem("PostgreSQL would have the name " + name + " twice: for " + other + " and for " + what, where);
        }
    }

    private void length(String name, String what, TargetTable table) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Names.BYTES) {
            problem(
                    "the name of " + what + " has " + bytes + " bytes, and PostgreSQL keeps " + Names.BYTES,
                    table.source());
        }
    }

    private void problem(String what, String where) {
        problems.add(new Problem(ErrorCode.NAME_UNUSABLE, what, "MySQL " + where, MAP));
    }
}
