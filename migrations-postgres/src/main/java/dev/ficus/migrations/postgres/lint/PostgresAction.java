package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.lint.SqlAction;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation on one object.
 *
 * @param kind of the object, such as {@code table}
 * @param name of the object, as it is written; empty where there is none
 * @param mode the lock that is taken; empty where none is
 * @param tree the part of the statement that asks for it
 */
record PostgresAction(PostgresOperation operation, String kind, String name, Optional<LockMode> mode, SyntaxTree tree)
        implements SqlAction {

    static PostgresAction onTable(PostgresOperation operation, String name, SyntaxTree tree) {
        return of(operation, "table", name, tree);
    }

    static PostgresAction of(PostgresOperation operation, String kind, String name, SyntaxTree tree) {
        return new PostgresAction(operation, kind, name, operation.mode(), tree);
    }

    PostgresAction with(LockMode taken) {
        return new PostgresAction(operation, kind, name, Optional.of(taken), tree);
    }

    boolean is(PostgresOperation... operations) {
        for (PostgresOperation each : operations) {
            if (operation == each) {
                return true;
            }
        }
        return false;
    }

    /** The name as the catalog has it, without the schema {@code public}. */
    String key() {
        return key(name);
    }

    static String key(String name) {
        StringBuilder folded = new StringBuilder();
        boolean quoted = false;
        for (char c : name.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else {
                folded.append(quoted ? String.valueOf(c) : String.valueOf(c).toLowerCase(Locale.ROOT));
            }
        }
        String key = folded.toString();
        return key.startsWith("public.") ? key.substring("public.".length()) : key;
    }

    @Override
    public Optional<String> createdTable() {
        return is(PostgresOperation.CREATE_TABLE) ? Optional.of(key()) : Optional.empty();
    }
}
