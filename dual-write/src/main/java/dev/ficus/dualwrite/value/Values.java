package dev.ficus.dualwrite.value;

import dev.ficus.core.settings.ColumnChoice;
import java.util.Optional;

/** Chooses the {@link Value} of a MySQL type, by {@code ficus.yaml} and the defaults of {@code docs/reference/types.md}. */
public final class Values {
    private Values() {}

    /** The value of a type that becomes no enum of PostgreSQL, or whose enum needs no name yet. */
    public static Optional<Value> of(MysqlType type, Optional<MysqlCharset> charset, ColumnChoice choice) {
        return of(type, charset, choice, "enum");
    }

    /**
     * The value of a type, or empty where Ficus does not handle the type yet: it is refused by name, never guessed.
     *
     * @param charset how text in the type's character set is decoded; empty where it has none, or one that is not handled
     * @param choice what the user wants other than the defaults; its name is not looked at
     * @param enumType the name of the enum of PostgreSQL that the column becomes by choice, quoted
     * @throws ChoiceRefused where the type cannot be converted so
     */
    public static Optional<Value> of(
            MysqlType type, Optional<MysqlCharset> charset, ColumnChoice choice, String enumType) {
        Choice chosen = new Choice(type, choice);
        return switch (type.name()) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> Optional.of(IntegerValue.of(chosen));
            case "decimal" -> Optional.of(DecimalValue.of(chosen));
            case "bit" -> Optional.of(BitValue.of(chosen));
            case "float", "double" -> Optional.of(FloatingValue.of(chosen));
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                Optional.of(BinaryValue.of(chosen));
            case "json" -> Optional.of(JsonValue.of(chosen));
            case "set" -> Optional.of(SetValue.of(chosen));
            case "time" -> Optional.of(TimeValue.of(chosen));
            case "year" -> Optional.of(Years.of(chosen));
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                charset.map(set -> TextValue.of(chosen, set));
            case "enum" -> Optional.of(EnumValue.of(chosen, enumType));
            case "date" -> Optional.of(DateValue.of(chosen));
            case "datetime", "timestamp" -> Optional.of(DateTimeValue.of(chosen));
            case "geometry" -> Optional.of(SpatialValue.of(chosen, 0));
            case "point" -> Optional.of(SpatialValue.of(chosen, 1));
            case "linestring" -> Optional.of(SpatialValue.of(chosen, 2));
            case "polygon" -> Optional.of(SpatialValue.of(chosen, 3));
            case "multipoint" -> Optional.of(SpatialValue.of(chosen, 4));
            case "multilinestring" -> Optional.of(SpatialValue.of(chosen, 5));
            case "multipolygon" -> Optional.of(SpatialValue.of(chosen, 6));
            case "geometrycollection", "geomcollection" -> Optional.of(SpatialValue.of(chosen, 7));
            case "vector" -> Optional.of(VectorValue.of(chosen));
            case "uuid" -> Optional.of(MariaUuidValue.of(chosen));
            case "inet4", "inet6" -> Optional.of(AddressValue.of(chosen));
            default -> Optional.empty();
        };
    }

    /** The value of a type by the defaults. */
    public static Optional<Value> of(MysqlType type, Optional<MysqlCharset> charset) {
        return of(type, charset, ColumnChoice.NONE);
    }
}
