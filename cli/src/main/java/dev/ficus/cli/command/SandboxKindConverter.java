package dev.ficus.cli.command;

import dev.ficus.sandbox.SandboxKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --sandbox}. */
public final class SandboxKindConverter implements ITypeConverter<SandboxKind> {
    @Override
    public SandboxKind convert(String value) {
        return SandboxKind.of(value)
                .orElseThrow(() -> new TypeConversionException(
                        "expected auto, url, docker, installed or embedded, not '" + value + "'"));
    }
}
