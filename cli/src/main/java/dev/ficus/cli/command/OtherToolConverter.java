package dev.ficus.cli.command;

import dev.ficus.core.history.BaselineOptions.OtherTool;

/** Reads the value of {@code --from}. */
final class OtherToolConverter extends WordConverter<OtherTool> {
    OtherToolConverter() {
        super(OtherTool.class);
    }
}
