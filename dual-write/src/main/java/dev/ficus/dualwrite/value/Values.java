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
            case "bit" -> type.length() == 1 ? Optional.of(new BooleanValue()) : Optional.empty();
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
