package dev.ficus.dualwrite.schema;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Index;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The secondary indexes of a table. A unique key over text becomes two indexes: one over the columns, which queries and
 * foreign keys use, and one that refuses what MySQL's collation holds equal.
 */
final class IndexConverter {
    /** Bytes of a row of a btree (PostgreSQL's manual, "B-Tree Indexes"). */
    private static final int ROW = 2704;

    private final Table table;
    private final Optional<String> partitionBy;
    private final List<TargetObject> objects;
    private final List<Finding> findings;
    private final ExpressionConverter expressions;

    /** @param partitionBy how PostgreSQL divides the table; it demands these columns as they are in each unique index */
    IndexConverter(Table table, Optional<String> partitionBy, List<TargetObject> objects, List<Finding> findings) {
        this.table = table;
        this.partitionBy = partitionBy;
        this.objects = objects;
        this.findings = findings;
        this.expressions = new ExpressionConverter(table);
    }

    void convert() {
        List<Index.Part> key = table.key().stream()
                .map(column -> new Index.Part(Optional.of(column.name()), Optional.empty(), OptionalInt.empty(), false))
                .toList();
        equality(new Index("key", true, Index.Method.BTREE, key, ""));
        table.indexes().forEach(this::index);
    }

    private void index(Index index) {
        switch (index.method()) {
            case BTREE, HASH -> ordinary(index);
            case FULLTEXT ->
                leftOut(
                        index,
                        "the fulltext index",
                        "MATCH ... AGAINST finds and ranks words by rules that PostgreSQL does not have",
                        "search with to_tsvector there, helped by: CREATE INDEX ON " + table.postgresName()
                                + " USING gin (to_tsvector('simple', " + words(index) + "))");
            case SPATIAL -> spatial(index);
            case VECTOR ->
                leftOut(
                        index,
                        "the index over vectors",
                        "PostgreSQL has none without the extension pgvector",
                        "where pgvector is installed and the column is a vector: CREATE INDEX ON "
                                + table.postgresName() + " USING hnsw (...)");
        }
    }

    private void spatial(Index index) {
        List<Column> columns = columns(index);
        if (columns.stream().allMatch(column -> column.value().postgresType().startsWith("geometry"))) {
            add(Names.of(table.target(), index.name()), "INDEX", "USING gist (" + plain(index) + ")", index);
            return;
        }
        leftOut(
                index,
                "the spatial index",
                "the column holds bytes in PostgreSQL",
                "choose geometry for the column where PostGIS is installed, or look up by other columns");
    }

    private void ordinary(Index index) {
        List<String> parts = new ArrayList<>();
        for (Index.Part part : index.parts()) {
            Expression expression = expression(part);
            if (expression.sql().isEmpty()) {
                leftOut(
                        index,
                        (index.unique() ? "the unique index" : "the index") + " over "
                                + part.expression().orElse(""),
                        expression.reason(),
                        "add one over PostgreSQL's own expression by a change of your own");
                return;
            }
            parts.add(expression.sql().get() + (part.descending() ? " DESC" : ""));
        }
        boolean prefix = index.parts().stream().anyMatch(part -> part.prefix().isPresent());
        prefix(index, prefix);
        wide(index);
        boolean equality = equality(index);
        if (!(prefix && equality)) {
            String kind = index.unique() ? "UNIQUE INDEX" : "INDEX";
            add(Names.of(table.target(), index.name()), kind, "(" + String.join(", ", parts) + ")", index);
        }
    }

    private Expression expression(Index.Part part) {
        if (part.expression().isPresent()) {
            Expression converted = expressions.value(part.expression().get());
            return new Expression(converted.sql().map(sql -> "(" + sql + ")"), converted.reason(), converted.columns());
        }
        return Expression.of(looked(part), List.of());
    }

    /** What the index looks at: the column, or its beginning. */
    private String looked(Index.Part part) {
        Column column = column(part);
        if (part.prefix().isEmpty()) {
            return column.postgresName();
        }
        int length = part.prefix().getAsInt();
        return column.value().postgresType().equals("bytea")
                ? "substr(" + column.postgresName() + ", 1, " + length + ")"
                : "left(" + column.postgresName() + ", " + length + ")";
    }

    /** A unique index that refuses what MySQL refuses, where one over the columns would not. Returns whether it made one. */
    private boolean equality(Index index) {
        List<String> parts = new ArrayList<>();
        boolean needed = false;
        for (Index.Part part : index.unique() ? index.parts() : List.<Index.Part>of()) {
            Optional<Equality> equality =
                    part.expression().isPresent() || divides(part) ? Optional.empty() : Equality.of(column(part));
            needed |= equality.isPresent() && !equality.get().plain();
            equality.flatMap(Equality::collation)
                    .filter(collation -> !objects.contains(collation))
                    .ifPresent(objects::add);
            parts.add(
                    equality.isPresent()
                            ? equality.get().over(looked(part))
                            : expression(part).sql().orElseThrow());
        }
        if (needed) {
            add(
                    Names.of(table.target(), index.name(), "equal"),
                    "UNIQUE INDEX",
                    "(" + String.join(", ", parts) + ")",
                    index);
            approximate(index);
        }
        return needed;
    }

    private boolean divides(Index.Part part) {
        boolean divides = partitionBy
                .filter(by -> by.contains(column(part).postgresName()))
                .isPresent();
        if (divides && Equality.of(column(part)).stream().anyMatch(equality -> !equality.plain())) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    table.name() + "." + column(part).name(),
                    "unique indexes compare the column byte by byte",
                    "PostgreSQL divides the table by it, and wants it as it is in each unique index",
                    "keep the application from writing texts that MySQL's collation holds equal, before the domain is"
                            + " retired"));
        }
        return divides;
    }

    private void approximate(Index index) {
        String collations = columns(index).stream()
                .filter(column -> Equality.of(column).stream().anyMatch(equality -> !equality.exact()))
                .flatMap(column -> column.collation().stream())
                .distinct()
                .collect(joining(", "));
        if (!collations.isEmpty()) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    table.name() + "." + index.name(),
                    "the unique index holds texts equal by a collation of ICU that comes near " + collations,
                    "PostgreSQL does not have this collation; both treat case, accents and blanks alike, but not every"
                            + " letter: ß, æ, emoji and letters beyond Latin may differ",
                    "look at docs/reference/indexes.md, Unique keys; where such a pair stops a stream, drop the index "
                            + Names.of(table.target(), index.name(), "equal")));
        }
    }

    private void prefix(Index index, boolean prefix) {
        if (prefix && !index.unique()) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    table.name() + "." + index.name(),
                    "the index over a prefix is one over an expression",
                    "PostgreSQL uses it only for a condition that says the same: " + plain(index),
                    "write such conditions where the index matters"));
        }
    }

    private void wide(Index index) {
        long bytes = index.parts().stream()
                .filter(part ->
                        part.column().isPresent() && Equality.of(column(part)).isPresent())
                .mapToLong(part -> 4L
                        * part.prefix()
                                .orElse((int) Math.min(column(part).type().length(), ROW)))
                .sum();
        if (bytes > ROW) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    table.name() + "." + index.name(),
                    "a row whose indexed text has more than " + ROW + " bytes after compression is refused",
                    "a row of a btree ends there",
                    "nothing, unless there are such values: ask MySQL for max(length(column))"));
        }
    }

    private String plain(Index index) {
        return index.parts().stream()
                .map(part -> expression(part).sql().orElse(""))
                .collect(joining(", "));
    }

    private String words(Index index) {
        return columns(index).stream()
                .map(column -> "coalesce(" + column.postgresName() + ", '')")
                .collect(joining(" || ' ' || "));
    }

    private void add(String wanted, String kind, String over, Index index) {
        String name = wanted;
        for (int i = 2; taken(name); i++) {
            name = Names.of(wanted, String.valueOf(i));
        }
        String quoted = Quoted.postgres(name);
        String comment = index.comment().isEmpty()
                ? ""
                : ";\nCOMMENT ON INDEX " + quoted + " IS " + Names.literal(index.comment());
        objects.add(new TargetObject(
                TargetObject.Stage.INDEX,
                table.target(),
                name,
                "CREATE " + kind + " " + quoted + " ON " + table.postgresName() + " " + over + comment,
                "DROP INDEX IF EXISTS " + quoted));
    }

    /** Names of indexes are unique in a PostgreSQL schema, in MySQL in a table. */
    private boolean taken(String name) {
        return objects.stream()
                .anyMatch(object -> object.stage() == TargetObject.Stage.INDEX
                        && object.name().equals(name));
    }

    private void leftOut(Index index, String what, String reason, String todo) {
        findings.add(new Finding(Finding.Kind.LEFT_OUT, table.name() + "." + index.name(), what, reason, todo));
    }

    private List<Column> columns(Index index) {
        return index.parts().stream()
                .filter(part -> part.column().isPresent())
                .map(this::column)
                .toList();
    }

    private Column column(Index.Part part) {
        return table.columns().stream()
                .filter(column -> part.column().equals(Optional.of(column.name())))
                .findFirst()
                .orElseThrow();
    }
}
