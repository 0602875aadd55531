package dev.ficus.dualwrite.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.value.ChoiceRefused;
import dev.ficus.dualwrite.value.MysqlCharset;
import dev.ficus.dualwrite.value.MysqlType;
import dev.ficus.dualwrite.value.Value;
import dev.ficus.dualwrite.value.Values;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of a domain from MySQL's catalog. All that is wrong with them is reported at once: a missing table, a
 * view, a missing primary key, a column whose type Ficus does not handle.
 */
public final class MysqlCatalog {
    private static final String COLUMNS = """
            SELECT column_name, data_type, column_type, character_maximum_length, numeric_precision, numeric_scale,
                   datetime_precision, character_set_name, is_nullable, column_default, extra,
                   generation_expression, collation_name, column_comment
            FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position""";
    private static final String FOREIGN_KEYS = """
            SELECT k.constraint_name, k.column_name, k.referenced_table_schema, k.referenced_table_name,
                   k.referenced_column_name, r.delete_rule, r.update_rule
            FROM information_schema.key_column_usage k
            JOIN information_schema.referential_constraints r
              ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
             AND r.table_name = k.table_name
            WHERE k.table_schema = ? AND k.table_name = ? AND k.referenced_table_name IS NOT NULL
            ORDER BY k.constraint_name, k.ordinal_position""";

    private static final String SYSTEM_VERSIONED = "SYSTEM VERSIONED";
    /** How MariaDB's declaration of a COMPRESSED column ends. */
    private static final String COMPRESSED = " COMPRESSED*/";

    private final Connection connection;
    private final String database;
    private final boolean mariadb;
    private final ConversionSettings conversion;
    private final MysqlIndexes indexes;
    private final ServerCharsets charsets;
    private final List<Problem> problems = new ArrayList<>();

    private MysqlCatalog(Connection connection, ConversionSettings conversion) throws SQLException {
        this.connection = connection;
        this.database = connection.getCatalog();
        this.mariadb = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
        this.conversion = conversion;
        this.indexes = new MysqlIndexes(connection, database);
        this.charsets = new ServerCharsets(connection);
    }

    /**
     * The tables of a domain in the order of {@code ficus.yaml}.
     *
     * @throws FicusException TABLE_MISSING, TABLE_WITHOUT_KEY, TYPE_UNSUPPORTED, and CONFIG_INVALID for choices that do not
     *     suit the tables, all of them at once
     */
    public static List<Table> tables(Connection connection, DomainSettings domain) {
        try {
            MysqlCatalog catalog = new MysqlCatalog(connection, domain.conversion());
            List<Table> tables = new ArrayList<>();
            for (String name : domain.tables()) {
                catalog.table(name).ifPresent(tables::add);
            }
            ChoiceCheck.foreignKeys(tables, catalog.problems);
            if (!catalog.problems.isEmpty()) {
                throw new FicusException(catalog.problems, null);
            }
            return List.copyOf(tables);
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, "MySQL's catalog", ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
        }
    }

    private Optional<Table> table(String name) throws SQLException {
        String kind = kind(name);
        if (kind.equals(SYSTEM_VERSIONED)) {
            problem(
                    ErrorCode.TYPE_UNSUPPORTED,
                    "table " + name + " is system-versioned: it keeps old rows under the keys of the present ones",
                    name,
                    "leave it out of the domain, or give up its history: ALTER TABLE " + Quoted.mysql(name)
                            + " DROP SYSTEM VERSIONING");
            return Optional.empty();
        }
        if (!kind.equals("BASE TABLE")) {
            problem(
                    ErrorCode.TABLE_MISSING,
                    "there is no table " + name + " in MySQL",
                    name,
                    "correct strangler.domains in ficus.yaml: tables are named as MySQL names them");
            return Optional.empty();
        }
        int before = problems.size();
        List<Column> columns = columns(name);
        List<Column> key = key(columns, indexes.primaryKey(name));
        if (problems.size() == before && key.isEmpty()) {
            problem(
                    ErrorCode.TABLE_WITHOUT_KEY,
                    "table " + name + " has no primary key, so its rows can be neither chunked nor streamed",
                    name,
                    "give it one on MySQL, over columns that are unique and never NULL: ALTER TABLE "
                            + Quoted.mysql(name) + " ADD PRIMARY KEY (...); or add a numbered column for it");
        }
        key.forEach(column -> keyColumn(name, column));
        new ChoiceCheck(name, problems).values(columns, key);
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new Table(
                database,
                name,
                conversion.table(name).name().orElse(name),
                columns,
                key,
                indexes.secondary(name),
                foreignKeys(name)));
    }

    /** A key is written on both sides. */
    private void keyColumn(String table, Column column) {
        if (column.generated().isPresent()) {
            problem(
                    ErrorCode.TYPE_UNSUPPORTED,
                    "the primary key of table " + table + " holds the generated column " + column.name()
                            + ", which no stream can write",
                    table + "." + column.name(),
                    "give the table a primary key of plain columns, or leave it out of the domain");
        }
    }

    private String kind(String name) throws SQLException {
        String sql = "SELECT table_type FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";
        try (PreparedStatement statement = prepared(sql, name);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = prepared(COLUMNS, table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
                column(table, columns.size(), rows).ifPresent(columns::add);
            }
        }
        new ChoiceCheck(table, problems).names(conversion.table(table), names);
        return columns;
    }

    private Optional<Column> column(String table, int ordinal, ResultSet row) throws SQLException {
        String name = row.getString(1);
        MysqlType type = type(row);
        String extra = row.getString(11);
        ColumnChoice choice = conversion.column(table, name, type.name(), type.declaration());
        Value value = value(table, name, type, choice).orElse(null);
        if (value == null) {
            return Optional.empty();
        }
        ColumnDefault given = mariadb
                ? ColumnDefault.mariadb(row.getString(10))
                : ColumnDefault.mysql(row.getString(10), extra, row.getString(7) != null);
        return Optional.of(new Column(
                name,
                choice.name().orElse(name),
                ordinal,
                type,
                value,
                "YES".equals(row.getString(9)),
                extra.contains("auto_increment"),
                given.text(),
                given.isExpression(),
                extra.toLowerCase(Locale.ROOT).contains("on update"),
                generated(extra, row.getString(12)),
                Optional.ofNullable(row.getString(13)),
                row.getString(14)));
    }

    /** What PostgreSQL does with it, its own catalog says. */
    private static Optional<Generated> generated(String extra, @Nullable String expression) {
        boolean stored = extra.contains("STORED GENERATED");
        return expression != null && (stored || extra.contains("VIRTUAL GENERATED"))
                ? Optional.of(new Generated(expression, stored, false))
                : Optional.empty();
    }

    private Optional<Value> value(String table, String column, MysqlType type, ColumnChoice choice)
            throws SQLException {
        if (type.name().equals("vector")
                && connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")) {
            problem(
                    ErrorCode.TYPE_UNSUPPORTED,
                    "column " + column + " is a vector of MariaDB, which Ficus does not handle yet",
                    table + "." + column,
                    "leave table " + table + " out of the domain; docs/reference/types.md lists what is handled");
            return Optional.empty();
        }
        if (type.declaration().endsWith(COMPRESSED)) {
            problem(
                    ErrorCode.TYPE_UNSUPPORTED,
                    "column " + column + " is COMPRESSED, and the binlog holds its values so",
                    table + "." + column,
                    "leave table " + table + " out of the domain, or take COMPRESSED away: ALTER TABLE "
                            + Quoted.mysql(table) + " MODIFY " + Quoted.mysql(column) + " ...");
            return Optional.empty();
        }
        try {
            Optional<Value> value = Values.of(type, charset(type), choice, enumType(table, column, choice));
            if (value.isEmpty()) {
                String charset =
                        type.charset().map(set -> " character set " + set).orElse("");
                problem(
                        ErrorCode.TYPE_UNSUPPORTED,
                        "column " + column + " is " + type.declaration() + charset
                                + ", which Ficus does not handle yet",
                        table + "." + column,
                        "leave table " + table + " out of the domain; docs/reference/types.md lists what is handled");
            }
            return value;
        } catch (ChoiceRefused e) {
            problems.add(new Problem(
                    ErrorCode.CONFIG_INVALID,
                    "what is chosen for column " + table + "." + column + " does not suit it: " + e.reason(),
                    ChoiceCheck.PLACE,
                    e.allowed()));
            return Optional.empty();
        }
    }

    /** An enum of PostgreSQL is an object of its own, named after its one column. */
    private String enumType(String table, String column, ColumnChoice choice) {
        String name = conversion.table(table).name().orElse(table) + "_"
                + choice.name().orElse(column);
        if (choice.to().filter("enum"::equals).isPresent() && name.getBytes(UTF_8).length > 63) {
            throw new ChoiceRefused(
                    "the enum's name " + name + " is longer than PostgreSQL's 63 bytes",
                    "choose to: text, or a shorter name for the table or the column");
        }
        return Quoted.postgres(name);
    }

    private Optional<MysqlCharset> charset(MysqlType type) throws SQLException {
        return type.charset().isEmpty()
                ? Optional.empty()
                : charsets.named(type.charset().get());
    }

    private static MysqlType type(ResultSet row) throws SQLException {
        String name = row.getString(2).toLowerCase(Locale.ROOT);
        String declaration = row.getString(3);
        return new MysqlType(
                name,
                declaration,
                name.equals("bit") ? row.getLong(5) : row.getLong(4),
                row.getInt(5),
                row.getInt(6),
                row.getInt(7),
                Optional.ofNullable(row.getString(8)),
                name.equals("enum") || name.equals("set") ? QuotedTexts.in(declaration) : List.of());
    }

    private static List<Column> key(List<Column> columns, List<String> primary) {
        return primary.stream()
                .flatMap(part -> columns.stream().filter(column -> column.name().equals(part)))
                .toList();
    }

    private List<ForeignKey> foreignKeys(String table) throws SQLException {
        Map<String, ForeignKey> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = prepared(FOREIGN_KEYS, table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ForeignKey part = new ForeignKey(
                        rows.getString(1),
                        List.of(rows.getString(2)),
                        rows.getString(4),
                        List.of(rows.getString(5)),
                        rows.getString(6),
                        rows.getString(7));
                keys.merge(part.name(), part, MysqlCatalog::joined);
            }
        }
        return List.copyOf(keys.values());
    }

    private static ForeignKey joined(ForeignKey first, ForeignKey next) {
        List<String> columns = new ArrayList<>(first.columns());
        columns.addAll(next.columns());
        List<String> referenced = new ArrayList<>(first.referencedColumns());
        referenced.addAll(next.referencedColumns());
        return new ForeignKey(
                first.name(), columns, first.referencedTable(), referenced, first.onDelete(), first.onUpdate());
    }

    private PreparedStatement prepared(String sql, String table) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, database);
        statement.setString(2, table);
        return statement;
    }

    private void problem(ErrorCode code, String what, String where, String fix) {
        problems.add(new Problem(code, what, "MySQL " + database + "." + where, fix));
    }
}
