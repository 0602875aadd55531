package dev.ficus.cli.command;

import dev.ficus.dualwrite.stream.Truncates;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --on-truncate}. */
final class TruncatesConverter implements ITypeConverter<Truncates> {
    @Override
    public Truncates convert(String value) {
        return switch (value) {
            case "stop" -> Truncates.STOP;
            case "apply" -> Truncates.APPLY;
            default -> throw new TypeConversionException("expected stop or apply, not '" + value + "'");
        };
    }
}
