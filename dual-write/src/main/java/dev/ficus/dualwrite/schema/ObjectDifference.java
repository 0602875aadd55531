package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Quoted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of the objects beside the tables between two schemas. */
final class ObjectDifference {
    /**
     * A column that an object must not name while it is altered.
     *
     * @param table unquoted
     * @param column unquoted; empty for the key of the table, on which foreign keys lean
     */
    record Touched(String table, String column) {}

    private record Identity(TargetObject.Stage stage, String table, String name) {}

    private final Map<Identity, TargetObject> old;
    private final Map<Identity, TargetObject> present;
    private final Set<String> left = new HashSet<>();
    private final Set<Touched> touched;
    private final List<Finding> findings;
    /** Quoted names of types that are made anew, and what the old ones are called meanwhile. */
    private final Map<String, String> renamed = new LinkedHashMap<>();

    ObjectDifference(TargetSchema before, TargetSchema after, Set<Touched> touched, List<Finding> findings) {
        this.old = named(before);
        this.present = named(after);
        this.touched = touched;
        this.findings = findings;
        before.tables().forEach(table -> left.add(table.name()));
        after.tables().forEach(table -> left.remove(table.name()));
    }

    /** Takes down what is in the way, foreign keys first. What belongs to a table that left the domain stays. */
    List<String> dropped() {
        List<TargetObject> reverse = new ArrayList<>(old.values());
        Collections.reverse(reverse);
        reverse.sort((one, other) -> other.stage().compareTo(one.stage()));
        List<String> statements = new ArrayList<>();
        for (TargetObject object : reverse) {
            if (!goes(object) || left.contains(object.table())) {
                continue;
            }
            if (holdsRows(object)) {
                keep(object, "it holds rows, and dropping it would lose them");
            } else if (isType(object)) {
                if (present.containsKey(identity(object))) {
                    String name = Quoted.postgres(object.name());
                    String meanwhile = Quoted.postgres(Names.of(object.name(), "before"));
                    renamed.put(name, meanwhile);
                    statements.add("ALTER TYPE " + name + " RENAME TO " + meanwhile);
                }
            } else if (object.stage() != TargetObject.Stage.BEFORE_TABLES) {
                statements.add(object.drop());
            } else if (present.containsKey(identity(object))) {
                keep(object, "other tables may lean on it");
            }
        }
        return statements;
    }

    /** What tables that were there already need before they are altered. */
    List<String> madeBefore(Set<String> tables) {
        return present.values().stream()
                .filter(object -> object.stage() == TargetObject.Stage.BEFORE_TABLES)
                .filter(object -> object.table().isEmpty() || tables.contains(object.table()))
                .filter(this::comes)
                .map(TargetObject::create)
                .toList();
    }

    /** What a new table needs before it is made, with its semicolons. */
    String madeFor(TargetTable table) {
        return String.join(
                "",
                present.values().stream()
                        .filter(object -> object.stage() == TargetObject.Stage.BEFORE_TABLES
                                && object.table().equals(table.name())
                                && comes(object))
                        .map(object -> object.create() + ";\n")
                        .toList());
    }

    /** Everything that leans on the altered tables, and away with what nothing leans on any more. */
    List<String> madeAfter() {
        List<String> statements = new ArrayList<>();
        for (TargetObject.Stage stage : TargetObject.Stage.values()) {
            if (stage != TargetObject.Stage.BEFORE_TABLES) {
                present.values().stream()
                        .filter(object -> object.stage() == stage && comes(object))
                        .forEach(object -> statements.add(object.create()));
            }
        }
        renamed.values().forEach(name -> statements.add("DROP TYPE " + name));
        old.values().stream()
                .filter(object -> object.stage() == TargetObject.Stage.BEFORE_TABLES
                        && !left.contains(object.table())
                        && !present.containsKey(identity(object))
                        && !object.drop().isEmpty())
                .forEach(object -> statements.add(object.drop()));
        return statements;
    }

    /** Columns of these types move from the type of the old name to the new one. */
    Set<String> renamedTypes() {
        return renamed.keySet();
    }

    private boolean goes(TargetObject object) {
        return !object.equals(present.get(identity(object))) || leans(object);
    }

    private boolean comes(TargetObject object) {
        TargetObject earlier = old.get(identity(object));
        if (earlier == null) {
            return true;
        }
        boolean made = !earlier.equals(object) || leans(object);
        return made && !holdsRows(object) && (object.stage() != TargetObject.Stage.BEFORE_TABLES || isType(object));
    }

    /** Names are quoted wherever they stand, so a text that has one names the column. */
    private boolean leans(TargetObject object) {
        if (holdsRows(object) || object.stage() == TargetObject.Stage.BEFORE_TABLES || isOwner(object)) {
            return false;
        }
        return touched.stream().anyMatch(each -> {
            boolean names = object.create().contains(Quoted.postgres(each.column()));
            boolean refers = object.stage() == TargetObject.Stage.FOREIGN_KEY
                    && object.create().contains("REFERENCES " + Quoted.postgres(each.table()) + " ");
            return each.column().isEmpty() ? refers : names && (object.table().equals(each.table()) || refers);
        });
    }

    private void keep(TargetObject object, String why) {
        findings.add(new Finding(
                Finding.Kind.LEFT_OUT,
                object.table().isEmpty() ? object.name() : object.table(),
                "the change of " + object.name(),
                why,
                "change it by a change of your own, or copy the domain anew into new tables"));
    }

    private static boolean holdsRows(TargetObject object) {
        return object.create().startsWith("CREATE TABLE");
    }

    private static boolean isType(TargetObject object) {
        return object.create().startsWith("CREATE TYPE");
    }

    private static boolean isOwner(TargetObject object) {
        return object.create().startsWith("ALTER SEQUENCE");
    }

    private static Map<Identity, TargetObject> named(TargetSchema schema) {
        Map<Identity, TargetObject> named = new LinkedHashMap<>();
        schema.objects().forEach(object -> named.put(identity(object), object));
        return named;
    }

    private static Identity identity(TargetObject object) {
        return new Identity(object.stage(), object.table(), object.name());
    }
}
