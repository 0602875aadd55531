package dev.ficus.dualwrite.value;

import dev.ficus.core.settings.ColumnChoice;
import java.util.Optional;

/** Chooses the {@link Value} of a MySQL type by the defaults of {@code docs/reference/types.md}. */
public final class Values {
    private Values() {}

    /**
     * The value of a type, or empty where Ficus does not handle the type yet: it is refused by name, never guessed.
     *
     * @param charset how text in the type's character set is decoded; empty where it has none, or one that is not handled
     * @param choice what the user wants other than the defaults; its name is not looked at
     * @throws ChoiceRefused where the type cannot be converted so
     */
    public static Optional<Value> of(MysqlType type, Optional<MysqlCharset> charset, ColumnChoice choice) {
        return of(type, charset);
    }

    /** The value of a type by the defaults. */
    public static Optional<Value> of(MysqlType type, Optional<MysqlCharset> charset) {
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
            case "set" -> Optional.of(new SetValue(type.labels()));
            case "time" -> Optional.of(new TimeValue(type.fraction()));
            case "year" -> Optional.of(new YearValue());
            case "char", "varchar" -> text(charset, "varchar(" + type.length() + ")");
            case "tinytext", "text", "mediumtext", "longtext" -> text(charset, "text");
            case "enum" -> Optional.of(new EnumValue(type.labels()));
            case "date" -> Optional.of(new DateValue());
            case "datetime" -> Optional.of(new DateTimeValue(type.fraction(), false));
            case "timestamp" -> Optional.of(new DateTimeValue(type.fraction(), true));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> text(Optional<MysqlCharset> charset, String postgresType) {
        return charset.map(set -> new TextValue(postgresType, set));
    }
}
