package dev.ficus.core.settings;

import dev.ficus.core.error.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names that {@code information_schema.COLUMNS} of MySQL and MariaDB has for types. */
final class MysqlTypeNames {
    private static final List<String> NAMES = List.of(
            "tinyint",
            "smallint",
            "mediumint",
            "int",
            "bigint",
            "decimal",
            "float",
            "double",
            "bit",
            "char",
            "varchar",
            "tinytext",
            "text",
            "mediumtext",
            "longtext",
            "binary",
            "varbinary",
            "tinyblob",
            "blob",
            "mediumblob",
            "longblob",
            "enum",
            "set",
            "json",
            "date",
            "datetime",
            "timestamp",
            "time",
            "year",
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geomcollection",
            "geometrycollection",
            "vector",
            "uuid",
            "inet4",
            "inet6",
            "xmltype");

    /** Words of CREATE TABLE that the catalog shows as others. */
    private static final Map<String, String> SHOWN_AS = Map.ofEntries(
            Map.entry("integer", "int"),
            Map.entry("bool", "tinyint(1)"),
            Map.entry("boolean", "tinyint(1)"),
            Map.entry("numeric", "decimal"),
            Map.entry("dec", "decimal"),
            Map.entry("fixed", "decimal"),
            Map.entry("real", "double"),
            Map.entry("serial", "bigint unsigned"),
            Map.entry("character", "char"),
            Map.entry("nchar", "char"),
            Map.entry("nvarchar", "varchar"));

    private MysqlTypeNames() {}

    /** As the catalog writes it: {@code DECIMAL(10, 2)} is {@code decimal(10,2)}. Labels keep their letters. */
    static String normal(String type) {
        if (type.contains("'")) {
            return type.replaceFirst("(?i)^enum", "enum").replaceFirst("(?i)^set", "set");
        }
        return type.toLowerCase(Locale.ROOT)
                .strip()
                .replaceAll("\\s+", " ")
                .replaceAll(" ?([(,]) ?", "$1")
                .replace(" )", ")");
    }

    /** What to write in place of a type that the catalog never shows. */
    static Optional<String> problem(String type) {
        String word = normal(type).replaceFirst("[^a-z0-9].*", "");
        if (NAMES.contains(word)) {
            return Optional.empty();
        }
        return Optional.of(
                SHOWN_AS.containsKey(word)
                        ? "write " + SHOWN_AS.get(word) + ", as the catalog shows it"
                        : NearestName.fix(word, NAMES));
    }
}
