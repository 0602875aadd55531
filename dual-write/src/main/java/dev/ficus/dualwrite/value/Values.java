package dev.ficus.dualwrite.value;

import java.util.Optional;

/** Chooses the {@link Value} of a MySQL type by the defaults of {@code docs/reference/types.md}. */
public final class Values {
    private Values() {}

    /** The value of a type, or empty where Ficus does not handle the type yet: it is refused by name, never guessed. */
    public static Optional<Value> of(MysqlType type) {
        return switch (type.name()) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> Optional.of(IntegerValue.of(type));
            case "decimal" -> Optional.of(new DecimalValue(type.precision(), type.scale()));
            case "bit" -> Optional.of(type.length() == 1 ? new BooleanValue() : new BitValue((int) type.length()));
            case "float" -> Optional.of(new FloatingValue(true));
            case "double" -> Optional.of(new FloatingValue(false));
            case "binary" -> Optional.of(new BinaryValue((int) type.length(), false));
            case "varbinary" -> Optional.of(new BinaryValue(0, false));
            case "tinyblob", "blob", "mediumblob", "longblob" -> Optional.of(new BinaryValue(0, true));
            case "json" -> Optional.of(new JsonValue());
            case "set" -> type.charset().flatMap(MysqlCharset::named).map(charset -> new SetValue(type.labels()));
            case "time" -> Optional.of(new TimeValue(type.fraction()));
            case "year" -> Optional.of(new YearValue());
            case "char", "varchar" -> text(type, "varchar(" + type.length() + ")");
            case "tinytext", "text", "mediumtext", "longtext" -> text(type, "text");
            case "enum" -> type.charset().flatMap(MysqlCharset::named).map(charset -> new EnumValue(type.labels()));
            case "date" -> Optional.of(new DateValue());
            case "datetime" -> Optional.of(new DateTimeValue(type.fraction(), false));
            case "timestamp" -> Optional.of(new DateTimeValue(type.fraction(), true));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> text(MysqlType type, String postgresType) {
        return type.charset().flatMap(MysqlCharset::named).map(charset -> new TextValue(postgresType, charset));
    }
}
