package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Index;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.util.List;
import java.util.Optional;

/** The secondary indexes of a table. */
final class IndexConverter {
    private final Table table;
    private final List<TargetObject> objects;
    private final List<Finding> findings;

    IndexConverter(Table table, List<TargetObject> objects, List<Finding> findings) {
        this.table = table;
        this.objects = objects;
        this.findings = findings;
    }

    void convert() {
        table.indexes().forEach(this::index);
    }

    private void index(Index index) {
        List<String> columns =
                index.parts().stream().flatMap(part -> target(part).stream()).toList();
        if (columns.size() < index.parts().size() || index.method() != Index.Method.BTREE) {
            findings.add(new Finding(
                    Finding.Kind.LEFT_OUT,
                    table.name() + "." + index.name(),
                    "the index",
                    "it is over a prefix or an expression, or is no ordinary one",
                    "add one by a change of your own"));
            return;
        }
        collation(index);
        String name = Names.of(table.target(), index.name());
        objects.add(new TargetObject(
                TargetObject.Stage.INDEX,
                table.target(),
                name,
                "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + Quoted.postgres(name) + " ON "
                        + table.postgresName() + " (" + Names.quoted(columns) + ")",
                "DROP INDEX IF EXISTS " + Quoted.postgres(name)));
    }

    private void collation(Index index) {
        boolean text = index.parts().stream()
                .anyMatch(part -> table.columns().stream()
                        .anyMatch(column -> part.column().equals(Optional.of(column.name()))
                                && column.type().charset().isPresent()));
        if (index.unique() && text) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    table.name() + "." + index.name(),
                    "the unique index tells apart what MySQL's collation may hold equal ('A' and 'a')",
                    "PostgreSQL compares text byte by byte",
                    "keep the application from writing such pairs while MySQL is still fed by the reverse stream"));
        }
    }

    private Optional<String> target(Index.Part part) {
        return part.prefix().isPresent()
                ? Optional.empty()
                : part.column()
                        .flatMap(name -> table.columns().stream()
                                .filter(column -> column.name().equals(name))
                                .map(Column::target)
                                .findFirst());
    }
}
