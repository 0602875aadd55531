package dev.ficus.cli.command;

import dev.ficus.cli.migrate.Words;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of the words of a closed set, and names them all where it is given another. */
abstract class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    WordConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public final E convert(String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> Words.of(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of " + words() + ", not '" + value + "'"));
    }

    private String words() {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
    }
}
